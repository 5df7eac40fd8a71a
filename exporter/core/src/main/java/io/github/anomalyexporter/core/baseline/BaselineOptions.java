package io.github.anomalyexporter.core.baseline;

import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.score.ThresholdMethod;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import java.util.function.Function;

/**
 * The options of a baseline.
 *
 * @param threshold how the threshold of an instance is chosen; {@link TrainedInstance#FLEET} for
 *     the fleet
 * @param minCoverage share of the expected cells below which a row is neither learned from nor
 *     scored
 * @param seed of all random draws
 */
public record BaselineOptions(
    Function<Labels, ThresholdOptions> threshold, double minCoverage, long seed) {
  /**
   * One row in a hundred is an outlier: the share most often assumed for these models. At a row a
   * minute that is up to fourteen rows a day, with or without an incident.
   */
  public static final ThresholdOptions DEFAULT_THRESHOLD =
      ThresholdOptions.DEFAULT.withMethod(ThresholdMethod.QUANTILE).withQuantile(0.99);
}
