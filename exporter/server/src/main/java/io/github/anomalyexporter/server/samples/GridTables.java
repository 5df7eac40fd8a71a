package io.github.anomalyexporter.server.samples;

import io.github.anomalyexporter.core.series.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Tables of a frame. A row takes the last sample of the step that ends at its time, in whatever
 * order samples come.
 */
final class GridTables {
  private final long start;
  private final long step;
  private final int points;
  private final int width;
  private final Map<Integer, int[]> places;
  private final List<float[]> cells = new ArrayList<>();

  /** For each instance and row, how long before the time of the row its sample is. */
  private final List<int[]> ages = new ArrayList<>();

  /**
   * @param width number of features
   * @param places of columns, see {@link Columns#places}
   */
  GridTables(TimeRange range, int instances, int width, Map<Integer, int[]> places) {
    this.start = range.start().toEpochMilli();
    this.step = range.step().toMillis();
    this.points = range.points();
    this.width = width;
    this.places = places;
    for (int i = 0; i < instances; i++) {
      float[] table = new float[points * width];
      Arrays.fill(table, Float.NaN);
      cells.add(table);
      int[] none = new int[points];
      Arrays.fill(none, Integer.MAX_VALUE);
      ages.add(none);
    }
  }

  void put(int instance, Row row) {
    long point = -Math.floorDiv(start - row.time(), step);
    if (point < 0 || point >= points) {
      return;
    }
    int place = (int) point;
    int age = (int) Math.min(start + point * step - row.time(), Integer.MAX_VALUE - 1);
    if (age < ages.get(instance)[place]) {
      ages.get(instance)[place] = age;
      row.copyTo(places, cells.get(instance), place * width, width);
    }
  }

  List<float[]> cells() {
    return cells;
  }
}
