package io.github.anomalyexporter.core.score;

import java.util.Arrays;
import org.hipparchus.stat.StatUtils;

/**
 * The generalized Pareto distribution of excesses over a high threshold: the limit every common
 * tail tends to (Pickands, Annals of Statistics 3 (1975), 119-131). P(excess > x) = (1 + shape x /
 * scale)^(-1/shape); shape 0 is the exponential distribution, above 0 the tail is heavier, below 0
 * it ends at -scale / shape.
 *
 * @param shape finite; 0 exponential
 * @param scale positive, in units of the excesses
 */
public record GeneralizedPareto(double shape, double scale) {

  /**
   * Bounds of a fitted shape. Beyond 0.5 the variance is infinite: with about ten excesses the
   * cause is nearly always an incident in the sample, and with an unbounded shape the threshold
   * would be too high to detect the next incident. For a tail that is in fact heavier the bound
   * results in about twice the configured false alarms.
   */
  public static final double MINIMUM_SHAPE = -0.5;

  public static final double MAXIMUM_SHAPE = 0.5;

  /** With fewer excesses the shape is not estimated. */
  public static final int MINIMUM_EXCESSES = 5;

  public GeneralizedPareto {
    if (!Double.isFinite(shape) || !(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException(
          "a generalized Pareto distribution needs a finite shape and a positive scale: "
              + shape
              + ", "
              + scale);
    }
  }

  /**
   * Fits shape and scale by the quasi-Bayesian estimator of J. Zhang and M. A. Stephens,
   * Technometrics 51 (2009), 316-325: the mean of the profile likelihood over a fixed grid. Unlike
   * maximum likelihood it always exists, and it needs no search. A shape outside {@link
   * #MINIMUM_SHAPE} to {@link #MAXIMUM_SHAPE} is replaced by the nearer bound. Fewer than {@link
   * #MINIMUM_EXCESSES} excesses, or equal excesses, do not determine the shape: it is 0 then.
   *
   * @param excesses positive and finite, at least one, in any order; not changed
   */
  public static GeneralizedPareto fit(double[] excesses) {
    double[] sorted = sortedExcesses(excesses);
    if (sorted.length < MINIMUM_EXCESSES || sorted[0] == sorted[sorted.length - 1]) {
      return withShape(sorted, 0);
    }
    double theta = posteriorMean(sorted);
    double shape = shapeAt(theta, sorted);
    if (shape < MINIMUM_SHAPE || shape > MAXIMUM_SHAPE) {
      return withShape(sorted, shape);
    }
    return new GeneralizedPareto(shape, scaleAt(theta, shape, sorted));
  }

  /**
   * Fits the scale for a given shape, by the median of the excesses: the mean would be more exact,
   * but it has no bound if one of few excesses is an incident.
   *
   * @param excesses positive and finite, at least one, in any order; not changed
   * @param shape clamped to {@link #MINIMUM_SHAPE} to {@link #MAXIMUM_SHAPE}
   */
  public static GeneralizedPareto withShape(double[] excesses, double shape) {
    double bounded = Math.min(Math.max(shape, MINIMUM_SHAPE), MAXIMUM_SHAPE);
    double median = StatUtils.percentile(sortedExcesses(excesses), 50);
    return new GeneralizedPareto(bounded, median / new GeneralizedPareto(bounded, 1).level(0.5));
  }

  /** Returns P(excess > {@code excess}) for an excess of 0 or more. */
  public double survival(double excess) {
    double scaled = excess / scale;
    if (shape == 0) {
      return Math.exp(-scaled);
    }
    return shape * scaled <= -1 ? 0 : Math.exp(-Math.log1p(shape * scaled) / shape);
  }

  /** Returns the excess exceeded with a probability, above 0 to 1: inverse of {@link #survival}. */
  public double level(double probability) {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is above 0 and up to 1: " + probability);
    }
    double exponential = -Math.log(probability);
    return scale * (shape == 0 ? exponential : Math.expm1(shape * exponential) / shape);
  }

  private static double[] sortedExcesses(double[] excesses) {
    double[] sorted = excesses.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0 || !(sorted[0] > 0) || !Double.isFinite(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException(
          "a tail is fitted to at least one excess, all positive and finite");
    }
    return sorted;
  }

  /** Estimates theta = -shape / scale, which alone determines the best shape and scale. */
  private static double posteriorMean(double[] sorted) {
    int n = sorted.length;
    int points = 20 + (int) Math.sqrt(n);
    double largest = sorted[n - 1];
    double quartile = sorted[(int) (n / 4.0 + 0.5) - 1];
    double[] thetas = new double[points];
    double[] logLikelihoods = new double[points];
    for (int j = 0; j < points; j++) {
      thetas[j] = 1 / largest + (1 - Math.sqrt(points / (j + 0.5))) / (3 * quartile);
      double shape = shapeAt(thetas[j], sorted);
      logLikelihoods[j] = -n * (Math.log(scaleAt(thetas[j], shape, sorted)) + shape + 1);
    }
    double best = StatUtils.max(logLikelihoods);
    double weighted = 0;
    double weights = 0;
    for (int j = 0; j < points; j++) {
      double weight = Math.exp(logLikelihoods[j] - best);
      weighted += weight * thetas[j];
      weights += weight;
    }
    return weighted / weights;
  }

  private static double shapeAt(double theta, double[] excesses) {
    double sum = 0;
    for (double excess : excesses) {
      sum += Math.log1p(-theta * excess);
    }
    return sum / excesses.length;
  }

  private static double scaleAt(double theta, double shape, double[] excesses) {
    return theta == 0 ? StatUtils.mean(excesses) : -shape / theta;
  }
}
