package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.frame.Frame;

/** A trained detector that scores past rows. */
public interface RowScorer extends AutoCloseable {
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

  @Override
  void close();
}
