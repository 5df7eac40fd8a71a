package io.github.anomalyexporter.evaluation.figure;

import org.hipparchus.stat.interval.BinomialProportion;
import org.hipparchus.stat.interval.ConfidenceInterval;

/**
 * A proportion of independent trials, with its confidence interval.
 *
 * @param ratio successes divided by trials; NaN without trials
 * @param low lower end of the interval, 0 without trials
 * @param high upper end of the interval, 1 without trials
 */
public record Proportion(double ratio, double low, double high) {
  private static final double CONFIDENCE = 0.95;

  /**
   * Returns the proportion with the 95 % score interval (Wilson, "Probable inference", Journal of
   * the American Statistical Association 22 (1927), 209-212).
   *
   * @param successes 0 to {@code trials}; may be a mean over repetitions of the same trials, which
   *     do not count as further trials
   */
  public static Proportion of(double successes, int trials) {
    if (!(successes >= 0 && successes <= trials)) {
      throw new IllegalArgumentException(successes + " successes of " + trials + " trials");
    }
    if (trials == 0) {
      return new Proportion(Double.NaN, 0, 1);
    }
    double ratio = successes / trials;
    ConfidenceInterval interval =
        BinomialProportion.getWilsonScoreInterval(trials, ratio, CONFIDENCE);
    // The bounds of 0 and of all successes may miss 0 and 1 by rounding.
    return new Proportion(
        ratio, Math.max(0, interval.getLowerBound()), Math.min(1, interval.getUpperBound()));
  }
}
