package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.score.ErrorDistribution.Quantile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeSet;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.descriptive.rank.Percentile.EstimationType;

/** The errors of a calibration span. */
final class ObservedErrors {
  private final ErrorTimeline timeline;
  private final double[] inTimeOrder;
  private final Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);

  /**
   * @param errors 0 or more and finite; at least one
   */
  ObservedErrors(ErrorTimeline errors) {
    timeline = errors;
    inTimeOrder = errors.errors();
    if (inTimeOrder.length == 0) {
      throw new IllegalArgumentException(
          "a threshold cannot be calibrated on no errors at all:"
              + " use the fleet's, or wait for more history");
    }
    for (double error : inTimeOrder) {
      if (!(error >= 0) || Double.isInfinite(error)) {
        throw new IllegalArgumentException(
            "a reconstruction error is 0 or more and finite, not " + error);
      }
    }
    percentile.setData(inTimeOrder);
  }

  /**
   * Returns the level of the n-th largest peak.
   *
   * @param wanted n, from 1
   * @param apart rows within which a smaller peak is part of a larger one
   * @return the level of the smallest peak if there are fewer
   */
  double peak(int wanted, int apart) {
    Integer[] bySize = new Integer[inTimeOrder.length];
    Arrays.setAll(bySize, i -> i);
    Arrays.sort(bySize, Comparator.comparingDouble((Integer row) -> -inTimeOrder[row]));
    TreeSet<Long> peaks = new TreeSet<>();
    double level = 0;
    for (int i = 0; i < bySize.length && peaks.size() < wanted; i++) {
      long place = timeline.place(bySize[i]);
      if (peaks.subSet(place - apart, true, place + apart, true).isEmpty()) {
        level = inTimeOrder[bySize[i]];
        peaks.add(place);
      }
    }
    return level;
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
