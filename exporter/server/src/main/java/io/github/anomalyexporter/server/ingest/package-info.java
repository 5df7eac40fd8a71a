/** Conversion of series to frames: history for training and windows for scoring. */
@NullMarked
package io.github.anomalyexporter.server.ingest;

import org.jspecify.annotations.NullMarked;
