package io.github.anomalyexporter.core.baseline;

import java.util.Arrays;

/** Fills gaps for models that know no missing cell. */
final class Gaps {
  /** So far a value is looked for before a gap, in training and in scoring alike. */
  static final int LOOK_BACK = 5;

  private Gaps() {}

  /**
   * Fills rows in place: with the value before, if there is one in the {@link #LOOK_BACK} rows
   * before, else with 0, the mean.
   *
   * @param scaled {@code [rows, inputs]} flat, NaN where missing
   */
  static void fill(float[] scaled, int inputs) {
    int[] age = new int[inputs];
    Arrays.fill(age, LOOK_BACK);
    for (int i = 0; i < scaled.length; i++) {
      int input = i % inputs;
      if (Float.isNaN(scaled[i])) {
        age[input]++;
        scaled[i] = age[input] > LOOK_BACK ? 0 : scaled[i - inputs];
      } else {
        age[input] = 0;
      }
    }
  }
}
