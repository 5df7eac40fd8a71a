package io.github.anomalyexporter.core.score;

/**
 * The result of a test of significance.
 *
 * @param statistic of the test, finite
 * @param pValue probability of a statistic at least as extreme if the hypothesis is true, 0 to 1
 */
public record TestResult(double statistic, double pValue) {
  public TestResult {
    if (!Double.isFinite(statistic) || !(pValue >= 0 && pValue <= 1)) {
      throw new IllegalArgumentException(
          "a test needs a finite statistic and a p-value in 0..1: " + statistic + ", " + pValue);
    }
  }

  public boolean rejectsAt(double significance) {
    return pValue < significance;
  }
}
