package io.github.anomalyexporter.core.model;

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
}
