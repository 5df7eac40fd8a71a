/**
 * The machine on which the exporter runs: the features of the preset {@code node-exporter} without
 * node_exporter and Prometheus.
 */
@NullMarked
package io.github.anomalyexporter.server.local;

import org.jspecify.annotations.NullMarked;
