/** What a host does in normal operation: one latent load that moves all its metrics together. */
@NullMarked
package io.github.anomalyexporter.testing.workload;

import org.jspecify.annotations.NullMarked;
