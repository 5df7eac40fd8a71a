package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import java.util.List;
import java.util.function.Function;

/**
 * The options of a detector of any kind.
 *
 * @param layers widths of the hidden layers; empty for a kind without a network
 * @param training a kind without a network uses its seed only
 * @param threshold how the threshold of an instance is chosen; {@link TrainedInstance#FLEET} for
 *     the fleet
 * @param minCoverage share of the expected cells below which a row is neither learned from nor
 *     scored
 */
public record ModelOptions(
    List<Integer> layers,
    TrainingOptions training,
    Function<Labels, ThresholdOptions> threshold,
    double minCoverage) {
  public ModelOptions {
    layers = List.copyOf(layers);
  }
}
