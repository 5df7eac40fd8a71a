/**
 * Well-known detectors to compare with: each a model of single rows, without a past. Whoever
 * implements {@link RowModelTrainer} has one more.
 */
@NullMarked
package io.github.anomalyexporter.core.baseline;

import org.jspecify.annotations.NullMarked;
