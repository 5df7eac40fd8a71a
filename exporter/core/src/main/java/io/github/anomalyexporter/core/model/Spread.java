package io.github.anomalyexporter.core.model;

import java.util.Arrays;

/** The usual size, root mean square, of each input's residuals. For one thread. */
public final class Spread {
  /**
   * Share of the median spread that every spread is at least: a feature that is forecast almost
   * perfectly must not turn rounding into anomalies.
   */
  static final double FLOOR = 0.1;

  /** Where not even the median spread is above 0: a thousandth of the usual movement. */
  private static final double LEAST = 1e-3;

  private final double[] squares;
  private final long[] counts;

  public Spread(int inputs) {
    this.squares = new double[inputs];
    this.counts = new long[inputs];
  }

  /** Adds residuals, {@code [rows, inputs]} flat, NaN where missing. */
  public void add(float[] residuals) {
    for (int i = 0; i < residuals.length; i++) {
      double residual = residuals[i];
      if (!Double.isNaN(residual)) {
        squares[i % squares.length] += residual * residual;
        counts[i % squares.length]++;
      }
    }
  }

  /** {@code [inputs]}: the spreads, none below a share of the median of those above 0. */
  public float[] floored() {
    double[] spreads = new double[squares.length];
    for (int input = 0; input < spreads.length; input++) {
      spreads[input] = counts[input] == 0 ? 0 : Math.sqrt(squares[input] / counts[input]);
    }
    double[] moving = Arrays.stream(spreads).filter(spread -> spread > 0).sorted().toArray();
    double median = moving.length == 0 ? 0 : moving[moving.length / 2];
    float[] floored = new float[spreads.length];
    for (int input = 0; input < spreads.length; input++) {
      floored[input] = (float) Math.max(spreads[input], Math.max(FLOOR * median, LEAST));
    }
    return floored;
  }
}
