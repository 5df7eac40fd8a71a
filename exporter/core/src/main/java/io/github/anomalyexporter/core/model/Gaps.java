package io.github.anomalyexporter.core.model;

import java.util.function.IntFunction;

/** Fills missing cells of scaled rows. */
public final class Gaps {
  private Gaps() {}

  /**
   * Fills gaps of any length in place with the last present value of the input, or with 0, the
   * mean, if the input has no value before the gap.
   *
   * @param rows {@code [rows, inputs]} flat, scaled, NaN where missing
   * @return {@code rows}
   */
  public static float[] carryForward(float[] rows, int inputs) {
    return carryForward(rows, inputs, Integer.MAX_VALUE);
  }

  /**
   * Fills gaps in place with the last present value of the input, or with 0, the mean, if the input
   * has no value in the rows that are looked back on.
   *
   * @param rows {@code [rows, inputs]} flat, scaled, NaN where missing
   * @param lookback number of rows before a missing cell from which a value is used
   * @return {@code rows}
   */
  public static float[] carryForward(float[] rows, int inputs, int lookback) {
    int[] age = new int[inputs];
    for (int i = 0; i < rows.length; i++) {
      int input = i % inputs;
      if (Float.isNaN(rows[i])) {
        age[input]++;
        rows[i] = i < inputs || age[input] > lookback ? 0 : rows[i - inputs];
      } else {
        age[input] = 0;
      }
    }
    return rows;
  }

  /**
   * Fills gaps in place, row by row, with the expected values of the row.
   *
   * @param rows {@code [rows, inputs]} flat, NaN where missing
   * @param expected returns {@code [inputs]}, the expected values of a row; called once for each
   *     row with a missing cell, after all rows before it are filled
   */
  static void fill(float[] rows, int inputs, IntFunction<float[]> expected) {
    for (int row = 0; row < rows.length / inputs; row++) {
      float[] values = null;
      for (int input = 0; input < inputs; input++) {
        int cell = row * inputs + input;
        if (Float.isNaN(rows[cell])) {
          values = values == null ? expected.apply(row) : values;
          rows[cell] = values[input];
        }
      }
    }
  }
}
