/** The computation of a calibrated score: reconstruction error, contributions, threshold. */
@NullMarked
package io.github.anomalyexporter.core.score;

import org.jspecify.annotations.NullMarked;
