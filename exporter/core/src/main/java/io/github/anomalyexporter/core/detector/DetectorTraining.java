package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains detectors of one kind, with its options, on one set of features. A trained detector of
 * another kind as an argument results in an {@link IllegalArgumentException}. For one thread at a
 * time.
 */
public record DetectorTraining(DetectorKind kind, FeatureSet features, ModelOptions options) {
  /**
   * The result of a training.
   *
   * @param detector the new detector; null if no instance could be trained
   * @param leftOut instances of the frame that were not trained, with the reason
   */
  public record Outcome(@Nullable TrainedDetector detector, Map<Labels, String> leftOut) {}

  /** Returns the number of rows of the queried features that a window has before the scored row. */
  public int rowsBefore() {
    return kind.rowsBefore(features);
  }

  /**
   * Returns the heap memory that a training needs, in bytes: its rows, and the models if their size
   * is significant.
   *
   * @param rows of the history, for each instance
   */
  public long bytes(int instances, long rows) {
    return TrainingMemory.bytes(features, instances, rows) + kind.modelBytes(features, instances);
  }

  /**
   * Trains all instances of the frame and, pooled from them, the fleet's model.
   *
   * @param history the queried features, with {@code features.lagRows()} rows before the first row
   *     to learn from
   * @param lengths length of each instance's history, as passed to {@link TrainingPlan}
   * @param previous detector from which the rows of instances that are left out are copied; null if
   *     there is no detector of the same features and options
   */
  public Outcome trainAll(
      Frame history,
      Map<Labels, Duration> lengths,
      @Nullable TrainedDetector previous,
      Instant trainedAt,
      TrainingProgress progress) {
    Training training = new Training(features, options, history, lengths, trainedAt, progress);
    TrainedDetector trained = train(training, null);
    return new Outcome(
        trained == null || previous == null
            ? trained
            : trained.with(previous, training.leftOut().keySet()),
        training.leftOut());
  }

  /**
   * Trains the instances of the frame only and replaces their rows in a detector.
   *
   * @param detector of the same features and options; its fleet's model and all other rows are kept
   * @param history as for {@link #trainAll}
   */
  public Outcome trainInto(
      TrainedDetector detector,
      Frame history,
      Map<Labels, Duration> lengths,
      Instant trainedAt,
      TrainingProgress progress) {
    Training training = new Training(features, options, history, lengths, trainedAt, progress);
    return new Outcome(train(training, detector), training.leftOut());
  }

  private @Nullable TrainedDetector train(Training training, @Nullable TrainedDetector into) {
    return training.histories().isEmpty() ? null : kind.train(training, into);
  }

  /** Creates a detector that scores with a trained one. The caller closes it. */
  public Detector open(TrainedDetector trained) {
    return kind.open(trained, options.minCoverage());
  }
}
