package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Map;
import java.util.Optional;

/** A trained detector that scores past rows. */
public interface RowScorer extends AutoCloseable {
  /** Rows of a frame that a row needs before it to be scored as it would be live. */
  int rowsBefore();

  /**
   * Scores every row of one instance as it would have been scored when it was the newest: of the
   * frame, a row's score depends on that row and those before it only. Rows that have too few
   * before them are unknown; the training history does not stand in for those, since nobody says
   * that the frame follows it.
   *
   * @param frame of the columns that it was trained with
   * @param instance index in the frame; one that was trained on
   */
  RowScores score(Frame frame, int instance);

  /**
   * How the threshold of an instance was chosen; empty where the detector does not choose it from
   * errors.
   *
   * @param instance one that was trained on
   */
  Optional<Calibration> calibration(Labels instance);

  /** Instances of the training's frame that were not trained on, with the reason. */
  default Map<Labels, String> leftOut() {
    return Map.of();
  }

  /** What {@code serve} would store; empty where it does not serve such a detector. */
  default Optional<TrainedDetector> trained() {
    return Optional.empty();
  }

  @Override
  void close();
}
