package io.github.anomalyexporter.core.comparison;

import io.github.anomalyexporter.core.feature.Bounds;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FittedScaler;

/**
 * The usual variation of the values of a feature of one instance, the unit of its change: the mean
 * absolute deviation from the median in the baseline, but not less than
 *
 * <ul>
 *   <li>half of the standard deviation, which is more if most values are equal and a few are not:
 *       some more of such values are no large change;
 *   <li>a tenth of the median variation of the feature over all compared instances: what is nothing
 *       on most instances is little on any;
 *   <li>a hundredth of the largest absolute value, so that rounding and other small noise of a
 *       value that hardly varies is no change;
 *   <li>for a constant value what {@link FittedScaler} uses: a tenth of its absolute value; for a
 *       constant 0 a tenth of the range of its bounds, or 1 without bounds. Its first change is
 *       then visible.
 * </ul>
 *
 * <p>All in transformed units.
 */
final class UsualVariation {
  private static final double OF_STANDARD_DEVIATION = 0.5;
  private static final double OF_ALL = 0.1;
  private static final double OF_SIZE = 0.01;
  private static final double OF_RANGE = 0.1;

  private UsualVariation() {}

  /**
   * Returns the usual variation.
   *
   * @param baseline with at least one value
   * @param median of the variations of all instances; NaN without any
   * @return above 0
   */
  static double of(Feature feature, Distribution baseline, double median) {
    double own = own(feature, baseline);
    return median > 0 ? Math.max(own, OF_ALL * median) : own;
  }

  /** Returns the variation without a least value; NaN without values. */
  static double measured(Distribution baseline) {
    return Math.max(baseline.meanDeviation(), OF_STANDARD_DEVIATION * baseline.standardDeviation());
  }

  private static double own(Feature feature, Distribution baseline) {
    double least = baseline.least();
    double greatest = baseline.greatest();
    double size = Math.max(Math.abs(least), Math.abs(greatest));
    if (!FittedScaler.isConstant(least, greatest)) {
      return Math.max(measured(baseline), OF_SIZE * size);
    }
    double range = range(feature);
    return size == 0 && Double.isFinite(range)
        ? OF_RANGE * range
        : FittedScaler.deviationOfConstant(least, greatest);
  }

  private static double range(Feature feature) {
    Bounds bounds = feature.bounds();
    return feature.transform().apply(bounds.max()) - feature.transform().apply(bounds.min());
  }
}
