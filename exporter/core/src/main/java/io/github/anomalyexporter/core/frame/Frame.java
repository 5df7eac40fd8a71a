package io.github.anomalyexporter.core.frame;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.List;

/**
 * Samples of many instances on one grid: for each instance a table of a row for each time and a
 * column for each feature, NaN where a cell is missing. The arrays are not copied; nobody writes to
 * them once the frame is built.
 */
public final class Frame {
  private final TimeRange range;
  private final List<String> columns;
  private final List<Labels> instances;
  private final List<float[]> cells;

  /**
   * @param cells for each instance {@code [range.points(), columns]} flat
   */
  public Frame(TimeRange range, List<String> columns, List<Labels> instances, List<float[]> cells) {
    this.range = range;
    this.columns = List.copyOf(columns);
    this.instances = List.copyOf(instances);
    this.cells = List.copyOf(cells);
    int expected = range.points() * columns.size();
    for (float[] table : cells) {
      if (table.length != expected) {
        throw new IllegalArgumentException(table.length + " cells, expected " + expected);
      }
    }
    if (cells.size() != instances.size()) {
      throw new IllegalArgumentException(cells.size() + " tables, " + instances.size() + " names");
    }
  }

  public TimeRange range() {
    return range;
  }

  public int rows() {
    return range.points();
  }

  public List<String> columns() {
    return columns;
  }

  public List<Labels> instances() {
    return instances;
  }

  /** {@code [rows, columns]} flat. */
  public float[] cells(int instance) {
    return cells.get(instance);
  }

  /** Cells that are present, over all instances. */
  public long presentCells() {
    long present = 0;
    for (float[] table : cells) {
      for (float cell : table) {
        if (!Float.isNaN(cell)) {
          present++;
        }
      }
    }
    return present;
  }
}
