package io.github.anomalyexporter.core.series;

import java.util.stream.DoubleStream;

/** The median of values. */
public final class Median {
  private Median() {}

  /** Returns the median, of an even number the mean of the two middle values; NaN if empty. */
  public static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Returns the median, of an even number the upper of the two middle values; NaN if empty. */
  public static double upper(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
