/** Prometheus metrics of the score boards and of the exporter itself. */
@NullMarked
package io.github.anomalyexporter.server.export;

import org.jspecify.annotations.NullMarked;
