package io.github.anomalyexporter.core.comparison;

import io.github.anomalyexporter.core.feature.Feature;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The change of one feature of one instance.
 *
 * @param change distance of the distributions of window and baseline in units of the usual
 *     variation, 0 or more: about 1 or less where nothing happened; NaN if the window or the
 *     baseline has fewer than {@link Comparison#LEAST_VALUES} values
 * @param missingIn the time in which the feature is missing: the window if it has disappeared until
 *     the end of the window, the baseline if it has appeared; null otherwise
 * @param baselineMedian in the feature's unit; NaN without values
 * @param windowMedian likewise
 * @param onset time from which the values of the window are outside the usual range of the
 *     baseline, or the feature is missing, or there; null if it never is
 */
public record ValueChange(
    Feature feature,
    double change,
    @Nullable Side missingIn,
    double baselineMedian,
    double windowMedian,
    @Nullable Instant onset) {
  /** A larger change counts as this one: the host with it is found, whatever its size. */
  static final double LARGEST = 100;

  /**
   * Returns what the change counts for when instances and features are ranked: a feature that is
   * missing counts as the largest change; NaN if the change is unknown.
   */
  double weight() {
    return missingIn == null ? Math.min(change, LARGEST) : LARGEST;
  }

  /** Returns whether it is larger than the changes of most quiet hours. */
  public boolean isChanged() {
    return weight() > Comparison.CHANGED;
  }
}
