package io.github.anomalyexporter.core.comparison;

import java.util.stream.IntStream;

/**
 * When values leave the usual range of the baseline: its least to its greatest value, extended by
 * the usual variation on both sides.
 */
final class Onset {
  /** Values among which most have to be outside, the first included. */
  private static final int NEXT = 5;

  private static final int MOST = 3;

  private Onset() {}

  /**
   * Returns the first row that is outside the usual range, and with it most of the next values.
   *
   * @param window values by row, NaN where missing
   * @param baseline of the same units, with at least one value
   * @param variation usual variation
   * @return -1 without such a row
   */
  static int row(double[] window, Distribution baseline, double variation) {
    double least = baseline.least() - variation;
    double greatest = baseline.greatest() + variation;
    int[] known =
        IntStream.range(0, window.length).filter(row -> !Double.isNaN(window[row])).toArray();
    for (int first = 0; first + MOST <= known.length; first++) {
      long outside =
          IntStream.of(known)
              .skip(first)
              .limit(NEXT)
              .filter(row -> window[row] < least || window[row] > greatest)
              .count();
      double value = window[known[first]];
      if ((value < least || value > greatest) && outside >= MOST) {
        return known[first];
      }
    }
    return -1;
  }
}
