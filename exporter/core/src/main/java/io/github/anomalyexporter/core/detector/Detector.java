package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.frame.Frame;

/**
 * A trained detector that scores live and past frames alike. It may own native memory: its creator
 * closes it, and every call to score after that throws an {@link IllegalStateException} if it does.
 * Safe for use by several threads.
 */
public interface Detector extends AutoCloseable {
  /** The data it scores with; also available after it is closed. */
  TrainedDetector trained();

  /**
   * Scores the last row of a window for all of its instances.
   *
   * @param window the queried features; {@link DetectorTraining#rowsBefore} rows before the scored
   *     one
   */
  Scores score(Frame window);

  /**
   * Scores all rows of one instance, with the same result as {@link #score} for each row. The
   * window of the first rows is shorter; rows without enough rows before them to be engineered are
   * not scored.
   *
   * @param frame the queried features
   * @return scores by row of the frame instead of by instance
   */
  Scores scoreRows(Frame frame, int instance);

  /** Returns a new scorer, which knows no rows yet. */
  default Scorer scorer() {
    return rows -> score(Frame.of(rows, trained().features().queriedNames()));
  }

  @Override
  void close();
}
