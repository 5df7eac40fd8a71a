package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;

/** A kind of detector with its options, as used by the evaluation. */
public interface TrainableDetector {
  /**
   * Trains on all instances of a frame. An instance whose history is too short may be left out,
   * {@link RowScorer#leftOut}, if other instances are trained.
   *
   * @param features whose queried names are the frame's columns
   * @param seed of all random draws: the same seed and history give the same result
   * @return closed by the caller
   * @throws HistoryTooShortException if the history is too short to train on; the message has its
   *     length and the length needed
   */
  RowScorer train(FeatureSet features, Frame history, long seed, TrainingProgress progress);
}
