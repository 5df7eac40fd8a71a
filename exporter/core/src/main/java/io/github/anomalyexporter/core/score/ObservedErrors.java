package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.score.ErrorDistribution.Quantile;
import java.util.Arrays;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.descriptive.rank.Percentile.EstimationType;

/** The errors of a calibration span, without the rows that have none. */
final class ObservedErrors {
  private final double[] inTimeOrder;
  private final Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);

  /**
   * @param errorsInTimeOrder 0 or more and finite, or NaN where a row has none; at least one is a
   *     number
   */
  ObservedErrors(double[] errorsInTimeOrder) {
    inTimeOrder = Arrays.stream(errorsInTimeOrder).filter(error -> !Double.isNaN(error)).toArray();
    if (inTimeOrder.length == 0) {
      throw new IllegalArgumentException(
          "a threshold cannot be calibrated on no errors at all ("
              + errorsInTimeOrder.length
              + " rows, none complete): use the fleet's, or wait for more history");
    }
    for (double error : inTimeOrder) {
      if (!(error >= 0) || Double.isInfinite(error)) {
        throw new IllegalArgumentException(
            "a reconstruction error is 0 or more and finite, not " + error);
      }
    }
    percentile.setData(inTimeOrder);
  }

  int rows() {
    return inTimeOrder.length;
  }

  double[] inTimeOrder() {
    return inTimeOrder.clone();
  }

  boolean constant() {
    return quantile(0) == largest();
  }

  double largest() {
    return StatUtils.max(inTimeOrder);
  }

  double mean() {
    return StatUtils.mean(inTimeOrder);
  }

  double standardDeviation() {
    return constant() ? 0 : Math.sqrt(StatUtils.variance(inTimeOrder));
  }

  double quantile(double probability) {
    return probability == 0 ? StatUtils.min(inTimeOrder) : percentile.evaluate(100 * probability);
  }

  ErrorDistribution distribution() {
    return new ErrorDistribution(
        rows(),
        mean(),
        standardDeviation(),
        quantile(0.5),
        ErrorDistribution.PROBABILITIES.stream()
            .map(probability -> new Quantile(probability, quantile(probability)))
            .toList());
  }
}
