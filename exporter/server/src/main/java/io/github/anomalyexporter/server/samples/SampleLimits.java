package io.github.anomalyexporter.server.samples;

import java.time.Duration;

/**
 * Bounds of a store.
 *
 * @param step of the detector's grid, in whole milliseconds; at most four hours
 * @param keep age from which on samples are removed: the length of the history and the rows before
 *     its first one
 * @param window age up to which all samples are kept; of the older samples only the last of each
 *     step is, which is the one that a history uses. At least as long as the window of a scoring
 *     run
 * @param instances most instances that have samples at the same time
 */
public record SampleLimits(Duration step, Duration keep, Duration window, int instances) {
  /** The milliseconds of a block are an int. */
  private static final Duration LONGEST_STEP = Duration.ofHours(4);

  public SampleLimits {
    if (step.toMillis() < 1
        || step.compareTo(LONGEST_STEP) > 0
        || !step.equals(Duration.ofMillis(step.toMillis()))) {
      throw new IllegalArgumentException(
          "expected a step of whole milliseconds up to " + LONGEST_STEP + ", found " + step);
    }
    if (window.isNegative() || keep.compareTo(window) < 0) {
      throw new IllegalArgumentException("keep " + keep + " is shorter than window " + window);
    }
    if (instances < 1 || instances > Keys.MOST_INSTANCES) {
      throw new IllegalArgumentException(
          "expected 1 to " + Keys.MOST_INSTANCES + " instances, found " + instances);
    }
  }
}
