package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.frame.Frame;

/**
 * A trained detector that scores: the same for every caller, be the frame live, past or from a
 * file. May hold native memory: whoever made it closes it, and every call to score after that is an
 * {@link IllegalStateException} where it does. Safe for use by several threads.
 */
public interface Detector extends AutoCloseable {
  /** What it scores by; to be read after it is closed, too. */
  TrainedDetector trained();

  /**
   * Scores the last row of a window for all of its instances.
   *
   * @param window the queried features; {@link DetectorTraining#rowsBefore} rows before the scored
   *     one
   */
  Scores score(Frame window);

  /**
   * Scores all rows of one instance, as {@link #score} would one by one, but for those that have
   * too few rows before them for all of their window: there it is as short as it is. Rows that have
   * too few before them even to be engineered are not scored.
   *
   * @param frame the queried features
   * @return for each row of the frame what {@link #score} gives for each instance
   */
  Scores scoreRows(Frame frame, int instance);

  @Override
  void close();
}
