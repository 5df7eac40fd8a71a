package io.github.anomalyexporter.core.comparison;

/**
 * Whether a feature of an instance has disappeared: a service was stopped, or a host. Only a gap
 * longer than any gap of the baseline counts, so that a feature with a value now and then has not
 * disappeared.
 */
final class Gap {
  /** A few rows can be late, or lost by a failed scrape. */
  private static final int LEAST = 3;

  private Gap() {}

  /**
   * Returns the first row of the gap that lasts until the end of the window.
   *
   * @param window values by row, NaN where missing
   * @param baseline likewise
   * @return the number of rows without such a gap
   */
  static int since(double[] window, double[] baseline) {
    int first = window.length;
    while (first > 0 && Double.isNaN(window[first - 1])) {
      first--;
    }
    return window.length - first > Math.max(LEAST - 1, longest(baseline)) ? first : window.length;
  }

  /** Returns the length of the longest gap after the first value. */
  private static int longest(double[] values) {
    int longest = 0;
    int length = 0;
    boolean begun = false;
    for (double value : values) {
      begun |= !Double.isNaN(value);
      length = begun && Double.isNaN(value) ? length + 1 : 0;
      longest = Math.max(longest, length);
    }
    return longest;
  }
}
