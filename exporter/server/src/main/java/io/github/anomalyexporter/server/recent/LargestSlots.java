package io.github.anomalyexporter.server.recent;

import io.github.anomalyexporter.core.series.TimeRange;
import java.util.Arrays;

/** The slots with the largest score between two points of a range each. For one thread. */
final class LargestSlots {
  private final long start;
  private final long step;
  private final float[] errors;
  private final float[] thresholds;

  LargestSlots(TimeRange range) {
    this.start = range.start().toEpochMilli();
    this.step = range.step().toMillis();
    this.errors = new float[range.points()];
    this.thresholds = new float[errors.length];
    Arrays.fill(errors, Float.NaN);
  }

  /** Adds a slot to the first point not before its end, if it is after the point before. */
  void add(long end, float error, float threshold) {
    long point = -Math.floorDiv(start - end, step);
    if (point >= 0 && point < errors.length) {
      int index = (int) point;
      // False for a point without a score.
      if (!((double) errors[index] / thresholds[index] >= (double) error / threshold)) {
        errors[index] = error;
        thresholds[index] = threshold;
      }
    }
  }

  boolean has(int point) {
    return !Float.isNaN(errors[point]);
  }

  float error(int point) {
    return errors[point];
  }

  float threshold(int point) {
    return thresholds[point];
  }
}
