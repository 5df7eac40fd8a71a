package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.frame.RecentRows;

/**
 * Scores the last row of all instances, time after time, and keeps what it needs of the rows
 * before. For one thread; independent of the other scorers of its detector, after whose end it must
 * not be used.
 */
@FunctionalInterface
public interface Scorer {
  /**
   * Scores the last row of each instance, with the same result as {@link Detector#score} of the
   * whole window. Only rows that are new are read, unless too little is known of the rows before.
   *
   * @param rows with {@link DetectorTraining#rowsBefore} rows before the scored one
   */
  Scores score(RecentRows rows);
}
