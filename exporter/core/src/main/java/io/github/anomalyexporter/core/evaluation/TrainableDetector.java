package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;

/** A kind of detector with its options: all that evaluation knows of how one works. */
public interface TrainableDetector {
  /**
   * Trains on all instances of a frame, and on nothing else. One whose history is too short may be
   * left out, {@link RowScorer#leftOut}, as long as there are others.
   *
   * @param features whose queried names are the frame's columns
   * @param seed of everything drawn: one seed and one history, one result
   * @return closed by the caller
   * @throws HistoryTooShortException where the history is too short to train on; the message says
   *     how long it is and how long it has to be
   */
  RowScorer train(FeatureSet features, Frame history, long seed, TrainingProgress progress);
}
