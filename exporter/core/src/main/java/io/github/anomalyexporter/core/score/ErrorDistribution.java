package io.github.anomalyexporter.core.score;

import java.util.List;

/**
 * The empirical distribution of the errors of a calibration span.
 *
 * @param rows number of errors
 * @param mean of the errors
 * @param standardDeviation with n - 1; 0 for a single error
 * @param median of the errors
 * @param quantiles by rising probability, the first the smallest error and the last the largest
 */
public record ErrorDistribution(
    int rows, double mean, double standardDeviation, double median, List<Quantile> quantiles) {

  /**
   * One point of the distribution.
   *
   * @param probability share of errors up to {@code error}, 0 to 1
   * @param error the quantile, interpolated between neighbours (type 7 of Hyndman and Fan, The
   *     American Statistician 50 (1996), 361-365)
   */
  public record Quantile(double probability, double error) {}

  /** Dense in the range of thresholds. */
  static final List<Double> PROBABILITIES =
      List.of(
          0.0, 0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.98,
          0.99, 0.995, 0.999, 0.9995, 1.0);

  public ErrorDistribution {
    if (rows < 1) {
      throw new IllegalArgumentException("a distribution needs errors, has " + rows);
    }
    quantiles = List.copyOf(quantiles);
  }
}
