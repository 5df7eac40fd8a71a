package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.series.Median;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The usual threshold of the instances of a fleet, to which the threshold of an instance with
 * little history is moved. The threshold of an instance is
 *
 * <pre>ln threshold = w ln own + (1 - w) ln usual,   w = days / (days + 1)</pre>
 *
 * where {@code days} is the length of the history that {@code own} was calibrated on. This is the
 * shrinkage of a mean whose variance falls with the length of the history to the mean of a
 * population, with one day at which both are equally certain (Efron and Morris, "Data analysis
 * using Stein's estimator and its generalizations", JASA 70(350), 1975). The day was chosen on
 * labelled servers.
 *
 * @param usual median of the thresholds, in units of the error, above 0
 */
public record FleetThreshold(double usual) {
  /** Days of history that have the same weight as the fleet. */
  static final double DAYS_OF_EQUAL_WEIGHT = 1;

  public FleetThreshold {
    if (!(usual > 0) || Double.isInfinite(usual)) {
      throw new IllegalArgumentException("a threshold must be positive and finite, is " + usual);
    }
  }

  /**
   * Returns the usual threshold of instances with the same options.
   *
   * @param calibrations only thresholds with a common scale count: those of {@code BUDGET}
   * @return null without such a threshold
   */
  public static @Nullable FleetThreshold of(Collection<Calibration> calibrations) {
    double median =
        Median.of(
            calibrations.stream()
                .filter(it -> it.method() == ThresholdMethod.BUDGET)
                .mapToDouble(Calibration::threshold));
    return Double.isNaN(median) ? null : new FleetThreshold(median);
  }

  /**
   * Returns a calibration whose threshold is moved to the usual one, or the same calibration if its
   * threshold is not that of {@code BUDGET}.
   *
   * @param own calibrated on the history of the instance alone
   * @param rows of that history
   */
  public Calibration moved(Calibration own, int rows, ThresholdOptions options) {
    if (own.method() != ThresholdMethod.BUDGET) {
      return own;
    }
    double days = (double) rows / options.rowsPerDay();
    double weight = days / (days + DAYS_OF_EQUAL_WEIGHT);
    double threshold =
        Math.exp(weight * Math.log(own.threshold()) + (1 - weight) * Math.log(usual));
    return own.withThreshold(
        threshold,
        String.format(
            Locale.ROOT,
            "%s; with weight %.2f, as of %.3g days, and the usual threshold of the fleet, %.3g",
            own.reason(),
            weight,
            days,
            usual));
  }
}
