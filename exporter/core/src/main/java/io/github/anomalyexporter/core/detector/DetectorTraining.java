package io.github.anomalyexporter.core.detector;

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
public interface DetectorTraining {
  /**
   * The result of a training.
   *
   * @param detector the new detector; null if no instance could be trained
   * @param leftOut instances of the frame that were not trained, with the reason
   */
  record Outcome(@Nullable TrainedDetector detector, Map<Labels, String> leftOut) {}

  /** Rows of the queried features that a window has before the scored one. */
  int rowsBefore();

  /**
   * Returns the heap memory that a training needs, in bytes: its rows, and the trained detector if
   * its size is significant.
   *
   * @param rows of the history, for each instance
   */
  long bytes(int instances, long rows);

  /**
   * Trains all instances of the frame and, pooled from them, the fleet's model.
   *
   * @param history the queried features, with {@code features.lagRows()} rows before the first row
   *     to learn from
   * @param lengths length of each instance's history, as passed to {@link TrainingPlan}
   * @param previous detector from which the rows of instances that are left out are copied; null if
   *     there is no detector of the same features and options
   */
  Outcome trainAll(
      Frame history,
      Map<Labels, Duration> lengths,
      @Nullable TrainedDetector previous,
      Instant trainedAt,
      TrainingProgress progress);

  /**
   * Trains the instances of the frame only and replaces their rows in a detector.
   *
   * @param detector of the same features and options; its fleet's model and all other rows are kept
   * @param history as for {@link #trainAll}
   */
  Outcome trainInto(
      TrainedDetector detector,
      Frame history,
      Map<Labels, Duration> lengths,
      Instant trainedAt,
      TrainingProgress progress);

  /** Creates a detector that scores with a trained one. The caller closes it. */
  Detector open(TrainedDetector detector);
}
