package io.github.anomalyexporter.core.score;

import java.util.Arrays;
import org.hipparchus.analysis.polynomials.PolynomialFunction;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.StatUtils;

/**
 * The Shapiro-Wilk test of normality in Royston's approximation: P. Royston, "Remark AS R94: A
 * remark on algorithm AS 181: the W-test for normality", Applied Statistics 44 (1995), 547-551. The
 * polynomials below are those of the paper, lowest power first.
 */
public final class ShapiroWilk {
  public static final int MINIMUM_SIZE = 3;
  public static final int MAXIMUM_SIZE = 5000;

  private static final NormalDistribution STANDARD_NORMAL = new NormalDistribution();

  /** Corrections to the two outermost weights, in 1/sqrt(n). */
  private static final PolynomialFunction OUTERMOST_WEIGHT =
      new PolynomialFunction(0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056);

  private static final PolynomialFunction SECOND_WEIGHT =
      new PolynomialFunction(0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633);

  /** For n up to 11: -log(gamma - log(1 - W)) is about normal; polynomials in n. */
  private static final PolynomialFunction SMALL_GAMMA = new PolynomialFunction(-2.273, 0.459);

  private static final PolynomialFunction SMALL_MEAN =
      new PolynomialFunction(0.544, -0.39978, 0.025054, -6.714e-4);
  private static final PolynomialFunction SMALL_LOG_DEVIATION =
      new PolynomialFunction(1.3822, -0.77857, 0.062767, -0.0020322);

  /** For n from 12: log(1 - W) is about normal; polynomials in log(n). */
  private static final PolynomialFunction LARGE_MEAN =
      new PolynomialFunction(-1.5861, -0.31082, -0.083751, 0.0038915);

  private static final PolynomialFunction LARGE_LOG_DEVIATION =
      new PolynomialFunction(-0.4803, -0.082676, 0.0030302);

  private static final int LARGEST_SMALL_SIZE = 11;

  private ShapiroWilk() {}

  /**
   * Tests the hypothesis that the values are drawn from one normal distribution.
   *
   * @param values 3 to 5,000 finite numbers in any order, ties allowed; not changed
   * @return W and its p-value. For a constant sample W is 0 / 0; it is not normal, so the result is
   *     the smallest W, 0, with p-value 0
   */
  public static TestResult test(double[] values) {
    int n = values.length;
    if (n < MINIMUM_SIZE || n > MAXIMUM_SIZE) {
      throw new IllegalArgumentException(
          "Shapiro-Wilk takes 3 to 5000 values, got " + n + ": test a subsample");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double range = sorted[n - 1] - sorted[0];
    if (!Double.isFinite(range)) {
      throw new IllegalArgumentException("Shapiro-Wilk takes finite values only");
    }
    if (range == 0) {
      return new TestResult(0, 0);
    }
    // W is invariant to location and scale; in units of the range nothing overflows.
    double origin = sorted[n / 2];
    double[] scaled = Arrays.stream(sorted).map(value -> (value - origin) / range).toArray();
    double complement = oneMinusW(scaled, weights(n));
    return new TestResult(1 - complement, pValue(complement, n));
  }

  /** Returns the upper half of the antisymmetric weights, that of the largest value first. */
  private static double[] weights(int n) {
    if (n == 3) {
      return new double[] {Math.sqrt(0.5)};
    }
    double[] scores = new double[n / 2];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = -STANDARD_NORMAL.inverseCumulativeProbability((i + 1 - 0.375) / (n + 0.25));
    }
    double squares = 2 * StatUtils.sumSq(scores);
    double inverseRoot = 1 / Math.sqrt(n);
    double[] weights = new double[scores.length];
    int corrected = n > 5 ? 2 : 1;
    PolynomialFunction[] corrections = {OUTERMOST_WEIGHT, SECOND_WEIGHT};
    double remainingSquares = squares;
    double remainingWeight = 1;
    for (int i = 0; i < corrected; i++) {
      weights[i] = scores[i] / Math.sqrt(squares) + corrections[i].value(inverseRoot);
      remainingSquares -= 2 * scores[i] * scores[i];
      remainingWeight -= 2 * weights[i] * weights[i];
    }
    double norm = Math.sqrt(remainingSquares / remainingWeight);
    for (int i = corrected; i < weights.length; i++) {
      weights[i] = scores[i] / norm;
    }
    return weights;
  }

  /**
   * Returns 1 - W as a product of differences: near normality W is so close to 1 that a subtraction
   * would lose the significant digits of the p-value.
   */
  private static double oneMinusW(double[] sorted, double[] weights) {
    int n = sorted.length;
    double weighted = 0;
    for (int i = 0; i < weights.length; i++) {
      weighted += weights[i] * (sorted[n - 1 - i] - sorted[i]);
    }
    double mean = StatUtils.mean(sorted);
    double deviations = 0;
    for (double value : sorted) {
      deviations += (value - mean) * (value - mean);
    }
    double norm = Math.sqrt(2 * StatUtils.sumSq(weights) * deviations);
    double complement = (norm - weighted) * (norm + weighted) / (norm * norm);
    return Math.max(complement, Double.MIN_NORMAL);
  }

  private static double pValue(double complement, int n) {
    if (n == 3) {
      // Exact: Shapiro and Wilk, Biometrika 52 (1965), corollary 4.
      double w = Math.max(1 - complement, 0.75);
      return Math.min(Math.max(6 / Math.PI * (Math.asin(Math.sqrt(w)) - Math.PI / 3), 0), 1);
    }
    double y = Math.log(complement);
    double mean;
    double deviation;
    if (n <= LARGEST_SMALL_SIZE) {
      double gamma = SMALL_GAMMA.value(n);
      if (y >= gamma) {
        return 0;
      }
      y = -Math.log(gamma - y);
      mean = SMALL_MEAN.value(n);
      deviation = Math.exp(SMALL_LOG_DEVIATION.value(n));
    } else {
      mean = LARGE_MEAN.value(Math.log(n));
      deviation = Math.exp(LARGE_LOG_DEVIATION.value(Math.log(n)));
    }
    return STANDARD_NORMAL.cumulativeProbability((mean - y) / deviation);
  }
}
