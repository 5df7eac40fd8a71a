package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.model.Part;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The options of a detector.
 *
 * @param hidden widths of the hidden layers
 * @param threshold how the threshold of an instance is chosen; {@link TrainedInstance#FLEET} for
 *     the fleet
 * @param minCoverage share of the expected cells below which a row is neither learned from nor
 *     scored
 * @param without parts to omit; empty except to measure the contribution of a part
 */
public record ModelOptions(
    List<Integer> hidden,
    TrainingOptions training,
    Function<Labels, ThresholdOptions> threshold,
    double minCoverage,
    Set<Part> without) {
  public ModelOptions {
    hidden = List.copyOf(hidden);
    without = Set.copyOf(without);
  }

  /** Options with all parts. */
  public ModelOptions(
      List<Integer> hidden,
      TrainingOptions training,
      Function<Labels, ThresholdOptions> threshold,
      double minCoverage) {
    this(hidden, training, threshold, minCoverage, Set.of());
  }
}
