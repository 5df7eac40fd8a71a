package io.github.anomalyexporter.core.model;

import io.github.anomalyexporter.core.feature.Greatest;
import io.github.anomalyexporter.core.series.Median;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The usual size, root mean square, of each input's residuals. A few residuals count for no more
 * than a multiple of the largest of the others. For one thread.
 */
public final class Spread {
  /**
   * Share of the median spread that every spread is at least: a feature that is forecast almost
   * perfectly must not turn rounding into anomalies.
   */
  static final double FLOOR = 0.1;

  /** Where not even the median spread is above 0: a thousandth of the usual movement. */
  private static final double LEAST = 1e-3;

  /**
   * So many residuals are few. With twice as many, what moves a few times in weeks is no longer
   * known by these moves, and each of them is a false alarm.
   */
  private static final int FEW = 4;

  /** Share of a short history's residuals that are few. */
  private static final double FEW_SHARE = 0.02;

  /** So many times the largest residual but for a few is the most that one counts for. */
  private static final double REACH = 3;

  /** For each input the sum of all squares but the largest. */
  private final double[] others;

  /** For each input the largest squares: a few and the one after them. */
  private final List<Greatest> largest;

  private final long[] counts;

  public Spread(int inputs) {
    this.others = new double[inputs];
    this.largest = Stream.generate(() -> new Greatest(FEW + 1)).limit(inputs).toList();
    this.counts = new long[inputs];
  }

  /** Adds residuals, {@code [rows, inputs]} flat, NaN where missing. */
  public void add(float[] residuals) {
    for (int i = 0; i < residuals.length; i++) {
      double residual = residuals[i];
      if (!Double.isNaN(residual)) {
        int input = i % others.length;
        others[input] += largest.get(input).add(residual * residual);
        counts[input]++;
      }
    }
  }

  private double meanSquare(int input) {
    Greatest squares = largest.get(input);
    int few = (int) Math.min(FEW, Math.ceil(FEW_SHARE * counts[input]));
    double next = few < squares.count() ? squares.get(few) : 0;
    // What moves no more often than that is known by these few moves alone.
    double most = next > 0 ? REACH * REACH * next : Double.POSITIVE_INFINITY;
    double sum = others[input];
    for (int rank = 0; rank < squares.count(); rank++) {
      sum += Math.min(squares.get(rank), most);
    }
    return sum / counts[input];
  }

  /** {@code [inputs]}: the spreads, none below a share of the median of those above 0. */
  public float[] floored() {
    double[] spreads = new double[others.length];
    for (int input = 0; input < spreads.length; input++) {
      spreads[input] = counts[input] == 0 ? 0 : Math.sqrt(meanSquare(input));
    }
    double median = Median.upper(Arrays.stream(spreads).filter(spread -> spread > 0));
    double least = Double.isNaN(median) ? LEAST : Math.max(FLOOR * median, LEAST);
    float[] floored = new float[spreads.length];
    for (int input = 0; input < spreads.length; input++) {
      floored[input] = (float) Math.max(spreads[input], least);
    }
    return floored;
  }
}
