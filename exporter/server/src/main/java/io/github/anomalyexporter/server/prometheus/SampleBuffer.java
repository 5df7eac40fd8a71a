package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import java.util.Arrays;

/** Samples of one series during decoding; reused for the next series. */
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

  /** Returns the last added timestamp; {@code Long.MIN_VALUE} if empty. */
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
