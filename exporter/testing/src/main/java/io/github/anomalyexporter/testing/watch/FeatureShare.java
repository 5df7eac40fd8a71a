package io.github.anomalyexporter.testing.watch;

import java.util.Locale;

/**
 * The contribution of one feature to an anomaly.
 *
 * @param share of the reconstruction error, 0 to 1
 * @param actual value in the feature's unit, NaN if unknown
 * @param expected value in the feature's unit, NaN if unknown
 */
record FeatureShare(String feature, double share, double actual, double expected, String unit) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %s (expected %s)",
        feature,
        UnitFormat.format(actual, unit),
        UnitFormat.format(expected, unit));
  }
}
