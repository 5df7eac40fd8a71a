package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import java.util.Arrays;

/** The samples of one series while they are decoded; reused for the next. */
final class SampleBuffer {
  private long[] timestamps;
  private double[] values;
  private int size;

  SampleBuffer(int capacity) {
    timestamps = new long[capacity];
    values = new double[capacity];
  }

  int size() {
    return size;
  }

  /** The timestamp added last, or the least long before there is one. */
  long last() {
    return size == 0 ? Long.MIN_VALUE : timestamps[size - 1];
  }

  void clear() {
    size = 0;
  }

  void add(long timestamp, double value) {
    if (size == timestamps.length) {
      int capacity = Math.max(16, size * 2);
      timestamps = Arrays.copyOf(timestamps, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    timestamps[size] = timestamp;
    values[size] = value;
    size++;
  }

  Series toSeries(Labels labels) {
    return new Series(labels, Arrays.copyOf(timestamps, size), Arrays.copyOf(values, size));
  }
}
