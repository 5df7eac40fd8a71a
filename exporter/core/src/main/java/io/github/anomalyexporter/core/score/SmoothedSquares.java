package io.github.anomalyexporter.core.score;

/**
 * The smoothed squares of each input of one instance, row by row. A row of squares is kept as long
 * as the smoothing lasts, in 16 bits each: the sums of the inputs are compared with each other
 * only. For one thread.
 */
final class SmoothedSquares {
  private final int inputs;
  private final int rows;
  private final float[] kept;
  private final float[] lost;
  private final float[] sums;
  private final short[] squares;
  private int oldest;

  SmoothedSquares(Smoothing smoothing, int inputs) {
    double[] halfLives = smoothing.halfLives();
    this.inputs = inputs;
    this.rows = smoothing.rows();
    this.kept = new float[halfLives.length];
    this.lost = new float[halfLives.length];
    for (int i = 0; i < halfLives.length; i++) {
      kept[i] = (float) Math.pow(0.5, 1 / halfLives[i]);
      lost[i] = (float) Math.pow(0.5, rows / halfLives[i]);
    }
    this.sums = new float[halfLives.length * inputs];
    this.squares = new short[rows * inputs];
  }

  /**
   * Takes the squares of the next row. Each exponential is carried on, without the row that leaves
   * the smoothing: exactly what was added is subtracted, and the error of rounding halves with the
   * sum.
   *
   * @param row {@code [inputs]}, NaN where missing
   */
  void next(double[] row) {
    int at = oldest * inputs;
    for (int input = 0; input < inputs; input++) {
      float leaving = expanded(squares[at + input]);
      squares[at + input] = rounded(Double.isNaN(row[input]) ? 0 : (float) row[input]);
      float entering = expanded(squares[at + input]);
      for (int i = 0; i < kept.length; i++) {
        int sum = i * inputs + input;
        sums[sum] = kept[i] * sums[sum] + (1 - kept[i]) * (entering - lost[i] * leaving);
      }
    }
    oldest = (oldest + 1) % rows;
  }

  /** Returns the weighted sum of an input's squares, 0 or more. */
  float sum(int input) {
    float sum = 0;
    for (int i = 0; i < kept.length; i++) {
      sum += sums[i * inputs + input];
    }
    return Math.max(0, sum);
  }

  /** The upper half of a float, rounded: three digits. */
  private static short rounded(float value) {
    return (short) ((Float.floatToRawIntBits(value) + 0x8000) >>> 16);
  }

  private static float expanded(short upper) {
    return Float.intBitsToFloat(upper << 16);
  }
}
