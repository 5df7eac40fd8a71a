package io.github.anomalyexporter.core.series;

import java.util.Arrays;

/**
 * The samples of one series, oldest first: parallel arrays of millisecond timestamps and values. A
 * value may be NaN or infinite, as in Prometheus. The arrays are not copied and must not be changed
 * afterwards.
 */
public final class Series {
  private final Labels labels;
  private final long[] timestamps;
  private final double[] values;

  public Series(Labels labels, long[] timestamps, double[] values) {
    if (timestamps.length != values.length) {
      throw new IllegalArgumentException(
          timestamps.length + " timestamps for " + values.length + " values");
    }
    this.labels = labels;
    this.timestamps = timestamps;
    this.values = values;
  }

  public Labels labels() {
    return labels;
  }

  public int size() {
    return timestamps.length;
  }

  /** Milliseconds since the epoch. */
  public long timestamp(int index) {
    return timestamps[index];
  }

  public double value(int index) {
    return values[index];
  }

  @Override
  public String toString() {
    return labels + " " + Arrays.toString(timestamps) + " " + Arrays.toString(values);
  }
}
