package io.github.anomalyexporter.core.score;

import java.util.Arrays;

/** The values of the last rows, a ring. For one thread. */
final class RecentValues {
  private final float[] values;
  private int newest;

  /**
   * @param before value of all rows before the first
   */
  RecentValues(int rows, float before) {
    values = new float[rows];
    Arrays.fill(values, before);
  }

  void add(float value) {
    newest = newest + 1 == values.length ? 0 : newest + 1;
    values[newest] = value;
  }

  /** Returns the value of a row so many rows before the last. */
  float get(int age) {
    int at = newest - age;
    return values[at < 0 ? at + values.length : at];
  }

  /** Returns the {@link Smoothing#meanOfKnown} of a row so many rows before the last. */
  double meanOfKnown(Smoothing smoothing, int before) {
    double sum = 0;
    double total = 0;
    int rows = Math.min(smoothing.rows(), values.length - before);
    for (int age = 0; age < rows; age++) {
      float value = get(before + age);
      if (!Float.isNaN(value)) {
        sum += smoothing.weight(age) * value;
        total += smoothing.weight(age);
      }
    }
    return sum / total;
  }

  /** Returns the {@link Smoothing#knownShare} of the last row. */
  double weightedShare(Smoothing smoothing) {
    double sum = 0;
    double total = 0;
    for (int age = 0; age < smoothing.rows(); age++) {
      sum += smoothing.weight(age) * get(age);
      total += smoothing.weight(age);
    }
    return sum / total;
  }
}
