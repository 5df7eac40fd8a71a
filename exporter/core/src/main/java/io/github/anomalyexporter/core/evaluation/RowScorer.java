package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Map;
import java.util.Optional;

/** A trained detector that scores past rows. */
public interface RowScorer extends AutoCloseable {
  /** Number of rows that a row needs before it for the same score as in live scoring. */
  int rowsBefore();

  /**
   * Scores every row of one instance as in live scoring: the score of a row depends on that row and
   * the rows before it only. Rows without enough rows before them are unknown; they are not taken
   * from the training history, because the frame need not follow it.
   *
   * @param frame with the columns of the training
   * @param instance index in the frame of an instance that was trained on
   */
  RowScores score(Frame frame, int instance);

  /**
   * Returns the calibration of an instance; empty if the detector does not calibrate thresholds on
   * errors.
   *
   * @param instance an instance that was trained on
   */
  Optional<Calibration> calibration(Labels instance);

  /** Returns the instances of the training's frame that were not trained on, with the reason. */
  default Map<Labels, String> leftOut() {
    return Map.of();
  }

  /**
   * Returns the data that {@code serve} would store; empty if it does not serve such a detector.
   */
  default Optional<TrainedDetector> trained() {
    return Optional.empty();
  }

  @Override
  void close();
}
