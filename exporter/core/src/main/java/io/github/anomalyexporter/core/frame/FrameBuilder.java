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
 * Builds a frame from series, column by column. A cell without a sample is missing. Different
 * threads may add different columns at the same time; the caller of {@link #build} waits for them.
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
   * @param instances identity labels of the instances; series of other instances are ignored
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
   * Adds a series, or a part of one, to a column. Samples off the grid are ignored; a value that is
   * infinite or too large for a float is missing.
   *
   * @throws AmbiguousSeriesException if another series of this column has set a cell: the column's
   *     expression returns more than one series for an instance
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
   * Adds a series of one replica of an instance, or a part of one, to a column. If several replicas
   * have a sample of the same time, that of the first replica by its labels is used, independent of
   * the order of the calls; the other replicas fill its gaps.
   *
   * @param replicaLabels names of the labels in which replicas differ
   * @throws AmbiguousSeriesException if another series of this column and replica has set a cell
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

  /** Copies a row from another frame, for the instances that both contain. */
  public void copyRow(int row, Frame from, int fromRow) {
    int width = columns.size();
    for (int i = 0; i < from.instances().size(); i++) {
      Integer instance = rowOfInstance.get(from.instances().get(i));
      if (instance != null) {
        System.arraycopy(from.cells(i), fromRow * width, cells.get(instance), row * width, width);
      }
    }
  }

  /** Returns the frame. The builder must not be used afterwards. */
  public Frame build() {
    return new Frame(range, columns, instances, cells);
  }
}
