package io.github.anomalyexporter.core.frame;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.List;

/**
 * The last rows of instances, of which usually the last row alone is new. Rows of different phases,
 * whose ends are not multiples of the step apart, have nothing in common. For one thread.
 */
public interface RecentRows {
  /** The times of the rows. */
  TimeRange range();

  /** The instances, in the order of their numbers. */
  List<Labels> instances();

  /**
   * Returns the first row that is new: the rows before it have the same cells as in the rows of
   * this phase that were returned before. 0 if nothing is known about them.
   */
  int firstNew(int instance);

  /**
   * Copies the cells of a row.
   *
   * @param cells receives the value of each column, NaN where missing
   */
  void copyRow(int instance, int row, float[] cells);
}
