package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.score.TailThreshold.ShapeSource;
import org.jspecify.annotations.Nullable;

/**
 * An instance's threshold and its derivation, as stored in the manifest and printed by {@code
 * models show}.
 *
 * @param threshold an error above it is anomalous; positive and finite
 * @param method used, never {@code AUTO}
 * @param reason for the method, a readable sentence
 * @param quantile configured, 0.5 to below 1, false alarms per day already converted
 * @param errors distribution of the errors it was calibrated on
 * @param normality null if there are too few errors to test, or all are equal
 * @param tail of the errors, whether or not it was used; null if there are too few errors, or no
 *     error is above the initial threshold
 */
public record Calibration(
    double threshold,
    ThresholdMethod method,
    String reason,
    double quantile,
    ErrorDistribution errors,
    @Nullable NormalityTests normality,
    @Nullable TailThreshold tail) {

  public Calibration {
    if (!(threshold > 0) || Double.isInfinite(threshold)) {
      throw new IllegalArgumentException(
          "a threshold must be positive and finite, is " + threshold);
    }
    if (method == ThresholdMethod.AUTO) {
      throw new IllegalArgumentException("a calibration names the method used, not AUTO");
    }
    if (!(quantile >= 0.5 && quantile < 1)) {
      throw new IllegalArgumentException("quantile must be 0.5 to below 1, is " + quantile);
    }
  }

  /** Returns the same calibration with another threshold. */
  Calibration withThreshold(double other, String why) {
    return new Calibration(other, method, why, quantile, errors, normality, tail);
  }

  /**
   * Returns the distribution of the tail's excesses, for other calibrations; null without a tail.
   */
  public @Nullable GeneralizedPareto tailExcess() {
    return tail == null ? null : tail.excess();
  }

  /** Whether the threshold depends on the fleet's tail shape because of too few own exceedances. */
  public boolean fleetShapeUsed() {
    return method == ThresholdMethod.TAIL
        && tail != null
        && tail.shapeSource() == ShapeSource.FLEET;
  }
}
