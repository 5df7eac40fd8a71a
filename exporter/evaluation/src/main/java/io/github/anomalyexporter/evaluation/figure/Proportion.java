package io.github.anomalyexporter.evaluation.figure;

/**
 * A proportion of independent trials, with its confidence interval.
 *
 * @param ratio successes divided by trials; NaN without trials
 * @param low lower end of the interval, 0 without trials
 * @param high upper end of the interval, 1 without trials
 */
public record Proportion(double ratio, double low, double high) {
  /** Quantile of the standard normal distribution at 97.5 %. */
  private static final double Z = 1.959963984540054;

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
    double weight = Z * Z / trials;
    double centre = (ratio + weight / 2) / (1 + weight);
    double half = Math.sqrt(ratio * (1 - ratio) * weight + weight * weight / 4) / (1 + weight);
    return new Proportion(ratio, Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
