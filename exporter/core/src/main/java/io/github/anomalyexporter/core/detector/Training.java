package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One training: the histories that a kind learns from, and the instances left out. */
public final class Training {
  private final FeatureSet features;
  private final ModelOptions options;
  private final Map<Labels, Duration> lengths;
  private final Instant trainedAt;
  private final TrainingProgress progress;
  private final Map<Labels, String> leftOut = new LinkedHashMap<>();
  private final List<InstanceHistory> histories;

  /**
   * @param history the queried features, with {@code features.lagRows()} rows before the first row
   *     to learn from
   * @param lengths length of each instance's history, as passed to {@link TrainingPlan}
   */
  Training(
      FeatureSet features,
      ModelOptions options,
      Frame history,
      Map<Labels, Duration> lengths,
      Instant trainedAt,
      TrainingProgress progress) {
    this.features = features;
    this.options = options;
    this.lengths = lengths;
    this.trainedAt = trainedAt;
    this.progress = progress;
    this.histories = InstanceHistory.all(history, features, options.minCoverage(), leftOut);
  }

  public FeatureSet features() {
    return features;
  }

  public ModelOptions options() {
    return options;
  }

  /** The histories with enough rows, sorted by instance. */
  public List<InstanceHistory> histories() {
    return histories;
  }

  /** Called after each epoch; not called by a kind without epochs. */
  public TrainingProgress progress() {
    return progress;
  }

  /** Reports an instance, or {@link TrainedInstance#FLEET}, that could not be trained. */
  public void leaveOut(Labels instance, String reason) {
    leftOut.put(instance, reason);
  }

  /** The instances of the frame that were not trained, with the reason. */
  public Map<Labels, String> leftOut() {
    return leftOut;
  }

  /**
   * Returns the description of a trained row.
   *
   * @param history that the row was trained on
   * @param report null for a kind that does not train in epochs
   */
  public TrainedInstance trained(
      InstanceHistory history, Calibration calibration, @Nullable RowReport report) {
    return new TrainedInstance(
        history.instance(),
        trainedAt,
        lengths.getOrDefault(history.instance(), Duration.ZERO),
        history.rows(),
        calibration,
        report,
        null);
  }
}
