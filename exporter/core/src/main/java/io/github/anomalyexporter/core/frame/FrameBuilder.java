package io.github.anomalyexporter.core.frame;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts series into a frame, column by column. What was never put stays missing. Different columns
 * may be put by different threads at the same time; whoever builds waits for them.
 */
public final class FrameBuilder {
  private final TimeRange range;
  private final List<String> columns;
  private final List<String> identityLabels;
  private final List<Labels> instances;
  private final Map<Labels, Integer> rowOfInstance = new HashMap<>();
  private final List<float[]> cells = new ArrayList<>();
  private final Replicas replicas = new Replicas();

  /**
   * @param instances whose series are wanted, by their identity labels; series of others are left
   *     out
   */
  public FrameBuilder(
      TimeRange range, List<String> columns, List<String> identityLabels, List<Labels> instances) {
    this.range = range;
    this.columns = List.copyOf(columns);
    this.identityLabels = List.copyOf(identityLabels);
    this.instances = List.copyOf(instances);
    for (Labels instance : instances) {
      rowOfInstance.put(instance, cells.size());
      float[] table = new float[range.points() * columns.size()];
      Arrays.fill(table, Float.NaN);
      cells.add(table);
    }
  }

  /**
   * Puts a series, or a part of one, into a column. Samples off the grid are left out; a value that
   * is infinite or too large for a float is missing.
   *
   * @throws AmbiguousSeriesException where another series of this column has claimed a cell: the
   *     column's expression tells more than one series of an instance apart
   */
  public void put(int column, Series series) {
    Labels identity = series.labels().keep(identityLabels);
    Integer instance = rowOfInstance.get(identity);
    if (instance == null) {
      return;
    }
    float[] table = cells.get(instance);
    for (int i = 0; i < series.size(); i++) {
      int row = range.pointAt(series.timestamp(i));
      float value = (float) series.value(i);
      if (row < 0 || !Float.isFinite(value)) {
        continue;
      }
      int cell = row * columns.size() + column;
      if (!Float.isNaN(table[cell])) {
        throw AmbiguousSeriesException.severalSeries(columns.get(column), identity);
      }
      table[cell] = value;
    }
  }

  /**
   * Puts a series of one replica of an instance, or a part of one. Where several replicas have a
   * sample of the same time, that of the first replica by its labels is taken, in whatever order
   * they come: the others fill what it lacks.
   *
   * @param replicaLabels what tells the replicas apart
   * @throws AmbiguousSeriesException where another series of this column and replica has claimed a
   *     cell
   */
  public void putReplica(int column, Series series, Collection<String> replicaLabels) {
    Labels identity = series.labels().keep(identityLabels);
    Integer instance = rowOfInstance.get(identity);
    if (instance == null) {
      return;
    }
    int replica = replicas.number(series.labels().keep(replicaLabels));
    float[] table = cells.get(instance);
    int[] sources = replicas.sources(instance, table.length);
    for (int i = 0; i < series.size(); i++) {
      int row = range.pointAt(series.timestamp(i));
      float value = (float) series.value(i);
      if (row < 0 || !Float.isFinite(value)) {
        continue;
      }
      int cell = row * columns.size() + column;
      boolean taken = !Float.isNaN(table[cell]);
      if (taken && sources[cell] == replica) {
        throw AmbiguousSeriesException.severalSeries(columns.get(column), identity);
      }
      if (!taken || replicas.isBefore(replica, sources[cell])) {
        table[cell] = value;
        sources[cell] = replica;
      }
    }
  }

  /** Takes a row over from another table, for those instances both have. */
  public void copyRow(int row, Frame from, int fromRow) {
    int width = columns.size();
    for (int i = 0; i < from.instances().size(); i++) {
      Integer instance = rowOfInstance.get(from.instances().get(i));
      if (instance != null) {
        System.arraycopy(from.cells(i), fromRow * width, cells.get(instance), row * width, width);
      }
    }
  }

  /** The frame. The builder must not be used any more. */
  public Frame build() {
    return new Frame(range, columns, instances, cells);
  }
}
