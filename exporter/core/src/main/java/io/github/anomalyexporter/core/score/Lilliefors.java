package io.github.anomalyexporter.core.score;

import java.util.Arrays;
import org.hipparchus.analysis.polynomials.PolynomialFunction;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.StatUtils;

/**
 * The Kolmogorov-Smirnov test of normality with mean and standard deviation estimated from the same
 * values (H. W. Lilliefors, JASA 62 (1967), 399-402). The p-value up to 0.1 is the approximation of
 * G. E. Dallal and L. Wilkinson, The American Statistician 40 (1986), 294-296; above, where that
 * one is not valid, it comes from the modified statistic of M. A. Stephens, JASA 69 (1974), 730-737
 * and the polynomials of R's {@code nortest::lillie.test}, lowest power first.
 */
public final class Lilliefors {
  public static final int MINIMUM_SIZE = 5;

  private static final NormalDistribution STANDARD_NORMAL = new NormalDistribution();

  private static final int LARGEST_TABLED_SIZE = 100;
  private static final double LARGEST_DALLAL_WILKINSON = 0.1;

  private static final double[] STEPHENS_LIMITS = {0.5, 0.9, 1.31};
  private static final PolynomialFunction[] STEPHENS = {
    new PolynomialFunction(2.76773, -19.828315, 80.709644, -138.55152, 81.218052),
    new PolynomialFunction(-4.901232, 40.662806, -97.490286, 94.029866, -32.355711),
    new PolynomialFunction(6.198765, -19.558097, 23.186922, -12.234627, 2.423045)
  };
  private static final double STEPHENS_CERTAIN = 0.302;

  private Lilliefors() {}

  /**
   * Tests the hypothesis that the values are drawn from one normal distribution.
   *
   * @param values at least 5 finite numbers in any order, ties allowed; not changed
   * @return the largest distance between the empirical and the fitted distribution, and its
   *     p-value. A constant sample is not normal: the result is the largest distance, 1, with
   *     p-value 0
   */
  public static TestResult test(double[] values) {
    int n = values.length;
    if (n < MINIMUM_SIZE) {
      throw new IllegalArgumentException("Lilliefors' test takes 5 values or more, got " + n);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (!Double.isFinite(sorted[n - 1] - sorted[0])) {
      throw new IllegalArgumentException("Lilliefors' test takes finite values only");
    }
    if (sorted[0] == sorted[n - 1]) {
      return new TestResult(1, 0);
    }
    double distance = distance(sorted);
    return new TestResult(distance, Math.min(Math.max(pValue(distance, n), 0), 1));
  }

  private static double distance(double[] sorted) {
    int n = sorted.length;
    double mean = StatUtils.mean(sorted);
    double deviation = Math.sqrt(StatUtils.variance(sorted, mean));
    double distance = 0;
    for (int i = 0; i < n; i++) {
      double fitted = STANDARD_NORMAL.cumulativeProbability((sorted[i] - mean) / deviation);
      distance = Math.max(distance, (i + 1.0) / n - fitted);
      distance = Math.max(distance, fitted - (double) i / n);
    }
    return distance;
  }

  private static double pValue(double distance, int n) {
    double p = dallalWilkinson(distance, n);
    return p > LARGEST_DALLAL_WILKINSON ? stephens(distance, n) : p;
  }

  private static double dallalWilkinson(double distance, int n) {
    double size = Math.min(n, LARGEST_TABLED_SIZE);
    double scaled = distance * Math.pow(n / size, 0.49);
    double shifted = size + 2.78019;
    return Math.exp(
        -7.01256 * scaled * scaled * shifted
            + 2.99587 * scaled * Math.sqrt(shifted)
            - 0.122119
            + 0.974598 / Math.sqrt(size)
            + 1.67997 / size);
  }

  private static double stephens(double distance, int n) {
    double modified = (Math.sqrt(n) - 0.01 + 0.85 / Math.sqrt(n)) * distance;
    if (modified <= STEPHENS_CERTAIN) {
      return 1;
    }
    for (int i = 0; i < STEPHENS.length; i++) {
      if (modified <= STEPHENS_LIMITS[i]) {
        return STEPHENS[i].value(modified);
      }
    }
    return 0;
  }
}
