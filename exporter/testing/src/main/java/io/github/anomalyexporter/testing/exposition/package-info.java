/** The node_exporter page of a host and its history as OpenMetrics text. */
@NullMarked
package io.github.anomalyexporter.testing.exposition;

import org.jspecify.annotations.NullMarked;
