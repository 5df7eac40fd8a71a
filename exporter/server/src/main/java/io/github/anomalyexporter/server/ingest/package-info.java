/** From series to frames: the history to train on and the window to score. */
@NullMarked
package io.github.anomalyexporter.server.ingest;

import org.jspecify.annotations.NullMarked;
