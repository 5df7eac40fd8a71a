/** The normal operation of a host: one latent load that determines all its metrics. */
@NullMarked
package io.github.anomalyexporter.testing.workload;

import org.jspecify.annotations.NullMarked;
