/** Backtests as background runs of the exporter, for previews of a detector. */
@NullMarked
package io.github.anomalyexporter.server.preview;

import org.jspecify.annotations.NullMarked;
