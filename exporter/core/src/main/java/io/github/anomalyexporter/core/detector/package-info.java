/** Trained detectors, their training, and the board of their results. */
@NullMarked
package io.github.anomalyexporter.core.detector;

import org.jspecify.annotations.NullMarked;
