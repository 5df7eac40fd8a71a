package io.github.anomalyexporter.core.model;

import io.github.anomalyexporter.core.feature.Greatest;
import io.github.anomalyexporter.core.series.Median;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scale, root mean square, of each input's residuals. The few largest residuals are bounded by
 * a multiple of the next largest one. For one thread.
 */
public final class ResidualScale {
  /**
   * Lower bound of every scale as a share of the median scale: rounding errors of an input that is
   * forecast almost perfectly must not become anomalies.
   */
  static final double FLOOR = 0.1;

  /** Lower bound of every scale, in scaled units: a thousandth of the usual variation. */
  private static final double LEAST = 1e-3;

  /**
   * Number of the largest residuals that are bounded. With twice as many, the scale of an input
   * that changes a few times in weeks would not reflect these changes, and each of them would be a
   * false alarm.
   */
  private static final int FEW = 4;

  /** Share of the residuals of a short history that are bounded. */
  private static final double FEW_SHARE = 0.02;

  /** Bound of the few largest residuals, as a multiple of the next largest one. */
  private static final double REACH = 3;

  /** For each input the sum of all squares except those in {@link #largest}. */
  private final double[] others;

  /** For each input the few largest squares and the next largest one. */
  private final List<Greatest> largest;

  private final long[] counts;

  public ResidualScale(int inputs) {
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
    // The scale of an input that changes no more often is that of its few changes.
    double most = next > 0 ? REACH * REACH * next : Double.POSITIVE_INFINITY;
    double sum = others[input];
    for (int rank = 0; rank < squares.count(); rank++) {
      sum += Math.min(squares.get(rank), most);
    }
    return sum / counts[input];
  }

  /** Returns the scales, {@code [inputs]}, none below a share of the median of those above 0. */
  public float[] floored() {
    double[] scales = new double[others.length];
    for (int input = 0; input < scales.length; input++) {
      scales[input] = counts[input] == 0 ? 0 : Math.sqrt(meanSquare(input));
    }
    double median = Median.upper(Arrays.stream(scales).filter(scale -> scale > 0));
    double least = Double.isNaN(median) ? LEAST : Math.max(FLOOR * median, LEAST);
    float[] floored = new float[scales.length];
    for (int input = 0; input < scales.length; input++) {
      floored[input] = (float) Math.max(scales[input], least);
    }
    return floored;
  }
}
