package io.github.anomalyexporter.core.frame;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Samples of many instances on one grid: for each instance a table with a row for each time and a
 * column for each feature, NaN where a cell is missing. The arrays are not copied and must not be
 * changed afterwards.
 */
public final class Frame implements RecentRows {
  private final TimeRange range;
  private final List<String> columns;
  private final List<Labels> instances;
  private final List<float[]> cells;

  /** For each instance the rows whose cells are all missing, whatever the table contains. */
  private final List<BitSet> hidden;

  /**
   * @param cells for each instance {@code [range.points(), columns]} flat
   */
  public Frame(TimeRange range, List<String> columns, List<Labels> instances, List<float[]> cells) {
    this(
        range,
        columns,
        instances,
        cells,
        instances.stream().map(instance -> new BitSet()).toList());
  }

  private Frame(
      TimeRange range,
      List<String> columns,
      List<Labels> instances,
      List<float[]> cells,
      List<BitSet> hidden) {
    this.range = range;
    this.columns = List.copyOf(columns);
    this.instances = List.copyOf(instances);
    this.cells = List.copyOf(cells);
    this.hidden = List.copyOf(hidden);
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

  /** Returns rows as a frame. */
  public static Frame of(RecentRows rows, List<String> columns) {
    if (rows instanceof Frame frame) {
      return frame;
    }
    List<float[]> tables = new ArrayList<>();
    float[] cells = new float[columns.size()];
    for (int i = 0; i < rows.instances().size(); i++) {
      float[] table = new float[rows.range().points() * cells.length];
      for (int row = 0; row < rows.range().points(); row++) {
        rows.copyRow(i, row, cells);
        System.arraycopy(cells, 0, table, row * cells.length, cells.length);
      }
      tables.add(table);
    }
    return new Frame(rows.range(), columns, rows.instances(), tables);
  }

  @Override
  public TimeRange range() {
    return range;
  }

  public int rows() {
    return range.points();
  }

  public List<String> columns() {
    return columns;
  }

  @Override
  public List<Labels> instances() {
    return instances;
  }

  /** Returns 0: a frame is of no phase. */
  @Override
  public int firstNew(int instance) {
    return 0;
  }

  @Override
  public void copyRow(int instance, int row, float[] into) {
    if (hidden.get(instance).get(row)) {
      Arrays.fill(into, Float.NaN);
    } else {
      System.arraycopy(cells.get(instance), row * into.length, into, 0, into.length);
    }
  }

  /**
   * Returns the cells of an instance, {@code [rows, columns]} flat. It is a copy, made at each
   * call, if {@link #without} removed rows of the instance.
   */
  public float[] cells(int instance) {
    float[] table = cells.get(instance);
    BitSet rows = hidden.get(instance);
    if (rows.isEmpty()) {
      return table;
    }
    float[] copy = table.clone();
    int width = columns.size();
    rows.stream().forEach(row -> Arrays.fill(copy, row * width, (row + 1) * width, Float.NaN));
    return copy;
  }

  /** Returns the rows in which an instance has at least one present cell. */
  public BitSet presentRows(int instance) {
    float[] table = cells.get(instance);
    BitSet present = new BitSet(rows());
    for (int cell = 0; cell < table.length; cell++) {
      if (!Float.isNaN(table[cell])) {
        present.set(cell / columns.size());
      }
    }
    present.andNot(hidden.get(instance));
    return present;
  }

  /**
   * Returns this frame without some rows. The tables are shared, so the memory needed does not
   * depend on the size of the frame.
   *
   * @param rows for each instance the rows whose cells are missing in the result
   */
  public Frame without(List<BitSet> rows) {
    if (rows.size() != instances.size()) {
      throw new IllegalArgumentException(rows.size() + " sets, " + instances.size() + " names");
    }
    return new Frame(
        range,
        columns,
        instances,
        cells,
        IntStream.range(0, rows.size()).mapToObj(i -> join(hidden.get(i), rows.get(i))).toList());
  }

  /**
   * Returns some rows of one instance.
   *
   * @param from first row
   * @param to after the last row
   */
  public Frame part(int instance, int from, int to) {
    return part(List.of(instances.get(instance)), from, to);
  }

  /**
   * Returns some rows of some instances.
   *
   * @param wanted instances of this frame
   * @param from first row
   * @param to after the last row
   */
  public Frame part(List<Labels> wanted, int from, int to) {
    int width = columns.size();
    return new Frame(
        new TimeRange(range.at(from), range.at(to - 1), range.step()),
        columns,
        wanted,
        wanted.stream()
            .map(instances::indexOf)
            .map(i -> Arrays.copyOfRange(cells(i), from * width, to * width))
            .toList());
  }

  /**
   * Returns this frame with its missing cells taken from another frame.
   *
   * @param other frame of the same columns; its rows are on the same grid
   */
  public Frame completedBy(Frame other) {
    if (!columns.equals(other.columns)) {
      throw new IllegalArgumentException("columns " + other.columns + ", expected " + columns);
    }
    Map<Labels, Integer> indexes = new HashMap<>();
    for (int i = 0; i < instances.size(); i++) {
      indexes.put(instances.get(i), i);
    }
    List<float[]> completed = new ArrayList<>(cells);
    for (int i = 0; i < other.instances.size(); i++) {
      Integer index = indexes.get(other.instances.get(i));
      if (index != null) {
        completed.set(index, completed(cells.get(index), other, i));
      }
    }
    return new Frame(range, columns, instances, completed, hidden);
  }

  private float[] completed(float[] table, Frame other, int otherInstance) {
    float[] completed = table.clone();
    float[] source = other.cells(otherInstance);
    int width = columns.size();
    for (int otherRow = 0; otherRow < other.rows(); otherRow++) {
      int row = range.pointAt(other.range.at(otherRow).toEpochMilli());
      for (int column = 0; column < width && row >= 0; column++) {
        int cell = row * width + column;
        completed[cell] =
            Float.isNaN(completed[cell]) ? source[otherRow * width + column] : completed[cell];
      }
    }
    return completed;
  }

  private static BitSet join(BitSet a, BitSet b) {
    BitSet joined = (BitSet) a.clone();
    joined.or(b);
    return joined;
  }

  /** Returns the number of present cells of all instances. */
  public long presentCells() {
    long present = 0;
    for (int instance = 0; instance < cells.size(); instance++) {
      for (float cell : cells(instance)) {
        if (!Float.isNaN(cell)) {
          present++;
        }
      }
    }
    return present;
  }
}
