package io.github.anomalyexporter.core.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** Seeded series to calibrate on. */
final class Processes {
  private static final NormalDistribution NORMAL = new NormalDistribution();

  private Processes() {}

  /** Normal values of variance 1, each correlated with the one before. */
  static double[] autoregressive(int rows, double correlation, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] values = new double[rows];
    double innovation = Math.sqrt(1 - correlation * correlation);
    values[0] = random.nextGaussian();
    for (int i = 1; i < rows; i++) {
      values[i] = correlation * values[i - 1] + innovation * random.nextGaussian();
    }
    return values;
  }

  /** An autoregressive series whose values follow another distribution. */
  static double[] autoregressive(
      int rows, double correlation, DoubleUnaryOperator quantile, long seed) {
    return Arrays.stream(autoregressive(rows, correlation, seed))
        .map(value -> quantile.applyAsDouble(NORMAL.cumulativeProbability(value)))
        .toArray();
  }

  static double[] normal(int rows, double mean, double standardDeviation, long seed) {
    return Arrays.stream(autoregressive(rows, 0, seed))
        .map(value -> mean + standardDeviation * value)
        .toArray();
  }

  static double[] generalizedPareto(int rows, double shape, double scale, long seed) {
    GeneralizedPareto distribution = new GeneralizedPareto(shape, scale);
    return new SplittableRandom(seed)
        .doubles(rows, Double.MIN_NORMAL, 1)
        .map(distribution::level)
        .toArray();
  }
}
