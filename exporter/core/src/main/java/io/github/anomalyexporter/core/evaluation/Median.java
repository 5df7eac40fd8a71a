package io.github.anomalyexporter.core.evaluation;

import java.util.stream.DoubleStream;

/** The value in the middle. */
final class Median {
  private Median() {}

  /** The mean of the two in the middle of an even number; NaN of none. */
  static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
