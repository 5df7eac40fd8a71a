/** Samples of detectors without a Prometheus, in an embedded store: one file for each detector. */
@NullMarked
package io.github.anomalyexporter.server.samples;

import org.jspecify.annotations.NullMarked;
