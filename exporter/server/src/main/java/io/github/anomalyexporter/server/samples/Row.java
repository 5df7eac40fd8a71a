package io.github.anomalyexporter.server.samples;

import java.util.Arrays;
import java.util.Map;

/** Stored row of an instance. Immutable; the array is not copied. */
final class Row {
  private static final int[] NO_PLACES = {};

  private final long time;
  private final int columns;
  private final float[] values;

  /**
   * @param time in milliseconds since the epoch
   * @param columns number of its list of columns, see {@link Columns}
   * @param values in the order of that list
   */
  Row(long time, int columns, float[] values) {
    this.time = time;
    this.columns = columns;
    this.values = values;
  }

  long time() {
    return time;
  }

  int columns() {
    return columns;
  }

  float[] values() {
    return values;
  }

  /**
   * Copies the values to the places of the features; every other place is NaN.
   *
   * @param places of the columns, see {@link Columns#places}
   * @param target rows of features
   * @param from first place of the row
   * @param width number of features
   */
  void copyTo(Map<Integer, int[]> places, float[] target, int from, int width) {
    Arrays.fill(target, from, from + width, Float.NaN);
    int[] place = places.getOrDefault(columns, NO_PLACES);
    for (int column = 0; column < place.length; column++) {
      if (place[column] >= 0) {
        target[from + place[column]] = values[column];
      }
    }
  }
}
