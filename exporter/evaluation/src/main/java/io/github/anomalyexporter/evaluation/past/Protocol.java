package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import java.time.Duration;

/** How a detector is trained and applied to the rows of a test set. */
public interface Protocol {
  /**
   * The scores of a test set.
   *
   * @param scores a row for each row of the test set; rows without enough rows before them are
   *     unknown
   * @param calibration of the instance, at the end of the test set
   * @param training duration of all trainings
   * @param scoring duration without trainings
   */
  record Result(Scores scores, Calibration calibration, Duration training, Duration scoring) {}

  /**
   * Trains and scores.
   *
   * @param history to train on, with at least the first instance of the test set
   * @param test rows of one instance, with the columns of the history
   * @throws HistoryTooShortException if the history is too short to train on; the message has its
   *     length and the length needed
   */
  Result run(DetectorTraining training, Frame history, Frame test, TrainingProgress progress);
}
