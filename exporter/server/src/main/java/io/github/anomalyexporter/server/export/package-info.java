/** The score board and the exporter itself as Prometheus metrics. */
@NullMarked
package io.github.anomalyexporter.server.export;

import org.jspecify.annotations.NullMarked;
