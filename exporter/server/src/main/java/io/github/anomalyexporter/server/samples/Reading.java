package io.github.anomalyexporter.server.samples;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.samples.Instances.Known;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a snapshot of a file while samples are appended. Immutable, to be closed.
 *
 * @param known all instances of the snapshot, by number
 * @param places of columns, see {@link Columns#places}
 */
record Reading(
    SampleFile.Snapshot maps, Map<Integer, Labels> known, Map<Integer, int[]> places, Grid grid)
    implements AutoCloseable {

  /** Must not be called while the content is changed. */
  static Reading of(Content content) {
    Map<Integer, Labels> known = new TreeMap<>();
    for (Known each : content.instances().all()) {
      known.put(each.number(), each.labels());
    }
    return new Reading(
        content.file().snapshot(), known, content.columns().places(), content.grid());
  }

  @Override
  public void close() {
    maps.close();
  }

  /** Receives rows of instances. */
  private interface RowReader {
    void read(int number, Row row);
  }

  /**
   * Reads the rows after a time up to and including another; rows of blocks first.
   *
   * @param numbers of instances, best in order: neighbours share a page of the file
   */
  private void rows(Collection<Integer> numbers, long after, long to, RowReader reader) {
    blocks(numbers, after, to, reader);
    Set<Integer> wanted = Set.copyOf(numbers);
    Ranges.forEach(
        maps.rows(),
        Keys.from(after + 1),
        Keys.from(to + 1),
        (key, row) -> {
          int number = Keys.number(key);
          if (wanted.contains(number)) {
            reader.read(number, RowFormat.decode(Keys.time(key), row));
          }
        });
  }

  private void blocks(Collection<Integer> numbers, long after, long to, RowReader reader) {
    Long first = maps.blocks().firstKey();
    Long last = maps.blocks().lastKey();
    if (first == null || last == null) {
      return;
    }
    long end = Math.min(grid.span(to), Keys.time(last));
    for (long span = Math.max(grid.span(after + 1), Keys.time(first));
        span <= end;
        span += grid.length()) {
      for (int number : numbers) {
        byte[] block = maps.blocks().get(Keys.of(span, number));
        for (Row row : block == null ? List.<Row>of() : BlockFormat.decode(block)) {
          if (row.time() > after && row.time() <= to) {
            reader.read(number, row);
          }
        }
      }
    }
  }

  /** Returns the instances with a sample after a time, up to and including another; sorted. */
  List<Labels> instances(long after, long to) {
    Set<Labels> found = new TreeSet<>();
    rows(known.keySet(), after, to, (number, row) -> add(found, known.get(number)));
    return List.copyOf(found);
  }

  private static void add(Set<Labels> found, @Nullable Labels labels) {
    if (labels != null) {
      found.add(labels);
    }
  }

  /** Returns a frame with the features as columns; rows without a sample are missing. */
  Frame frame(List<String> features, List<Labels> instances, TimeRange range) {
    Map<Labels, Integer> wanted = new HashMap<>();
    instances.forEach(instance -> wanted.put(instance, wanted.size()));
    Map<Integer, Integer> places = new TreeMap<>();
    known.forEach(
        (number, labels) -> {
          Integer place = wanted.get(labels);
          if (place != null) {
            places.put(number, place);
          }
        });
    GridTables tables = new GridTables(range, instances.size(), features.size(), this.places);
    rows(
        places.keySet(),
        range.start().minus(range.step()).toEpochMilli(),
        range.end().toEpochMilli(),
        (number, row) -> tables.put(places.getOrDefault(number, 0), row));
    return new Frame(range, features, instances, tables.cells());
  }

  /**
   * Returns for each instance the number of rows of the grid with a sample, times the step.
   *
   * @param end the last row is the last multiple of the step that is not after it
   */
  Map<Labels, Duration> histories(long end, long length) {
    long last = Math.floorDiv(end, grid.step());
    long first = Math.max(last - length / grid.step() + 1, firstCell());
    Map<Labels, Duration> histories = new TreeMap<>();
    presentCells(first, last)
        .forEach(
            (number, cells) -> {
              Labels labels = known.get(number);
              if (labels != null && !cells.isEmpty()) {
                histories.put(labels, Duration.ofMillis(cells.cardinality() * grid.step()));
              }
            });
    return histories;
  }

  private long firstCell() {
    Long block = maps.cells().firstKey();
    Long row = maps.rows().firstKey();
    return Math.min(
        block == null ? Long.MAX_VALUE : grid.cell(Keys.time(block)),
        row == null ? Long.MAX_VALUE : grid.cell(Keys.time(row)));
  }

  /** Returns the cells of each instance from one to another, relative to the first. */
  private Map<Integer, BitSet> presentCells(long first, long last) {
    Map<Integer, BitSet> present = new TreeMap<>();
    if (first > last) {
      return present;
    }
    long start = first * grid.step();
    long end = last * grid.step();
    known.keySet().forEach(number -> present.put(number, new BitSet()));
    Ranges.forEach(
        maps.cells(),
        Keys.from(grid.span(start)),
        Keys.from(end + 1),
        (key, span) -> {
          BitSet cells = present.get(Keys.number(key));
          if (cells != null) {
            addCells(cells, BitSet.valueOf(span), Keys.time(key) / grid.step() - first);
          }
        });
    Ranges.forEach(
        maps.rows(),
        Keys.from(start - grid.step() + 1),
        Keys.from(end + 1),
        (key, row) -> {
          BitSet cells = present.get(Keys.number(key));
          if (cells != null) {
            cells.set((int) (grid.cell(Keys.time(key)) - first));
          }
        });
    present.values().forEach(cells -> clearAfter(cells, last - first));
    return present;
  }

  private static void addCells(BitSet cells, BitSet span, long offset) {
    span.stream()
        .mapToLong(cell -> offset + cell)
        .filter(cell -> cell >= 0)
        .forEach(cell -> cells.set((int) cell));
  }

  private static void clearAfter(BitSet cells, long last) {
    cells.clear((int) last + 1, Math.max((int) last + 1, cells.length()));
  }
}
