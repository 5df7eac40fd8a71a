package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains a kind of detector, with its options, on one set of features. A trained detector that is
 * passed to it has to be of its kind: another one is an {@link IllegalArgumentException}. For one
 * thread at a time.
 */
public interface DetectorTraining {
  /**
   * What came of a training.
   *
   * @param detector the new one; null where nothing could be trained
   * @param leftOut instances of the frame that were not trained, with the reason
   */
  record Outcome(@Nullable TrainedDetector detector, Map<Labels, String> leftOut) {}

  /** Rows of the queried features that a window has before the scored one. */
  int rowsBefore();

  /**
   * What a training takes of the heap, in bytes: its rows, and the trained detector where that is
   * not small beside them.
   *
   * @param rows of the history, for each instance
   */
  long bytes(int instances, long rows);

  /**
   * Trains all instances of the frame and, pooled from them, the fleet's model.
   *
   * @param history the queried features, with {@code features.lagRows()} rows before the first one
   *     that is learned from
   * @param lengths how much history each instance has, as {@link TrainingPlan} knows it
   * @param previous rows of instances that are left out are taken over from here; null where there
   *     is none of the same features and options
   */
  Outcome trainAll(
      Frame history,
      Map<Labels, Duration> lengths,
      @Nullable TrainedDetector previous,
      Instant trainedAt,
      TrainingProgress progress);

  /**
   * Trains the instances of the frame only and puts their rows into a detector.
   *
   * @param detector of the same features and options; its fleet's model and all other rows stay
   * @param history as for {@link #trainAll}
   */
  Outcome trainInto(
      TrainedDetector detector,
      Frame history,
      Map<Labels, Duration> lengths,
      Instant trainedAt,
      TrainingProgress progress);

  /** Makes a trained detector ready to score. The caller closes what it gets. */
  Detector open(TrainedDetector detector);
}
