package io.github.anomalyexporter.core.series;

import java.time.Duration;
import java.time.Instant;

/** The grid of a range query: start, start + step, ... up to and including end. */
public record TimeRange(Instant start, Instant end, Duration step) {
  public TimeRange {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("a range ends before it starts: " + start + ", " + end);
    }
    if (step.toMillis() <= 0) {
      throw new IllegalArgumentException("a step must be at least a millisecond: " + step);
    }
  }

  /** Returns the range with the given last point and number of points. */
  public static TimeRange endingAt(Instant end, Duration step, int points) {
    return new TimeRange(end.minus(step.multipliedBy(points - 1L)), end, step);
  }

  public int points() {
    return Math.toIntExact((end.toEpochMilli() - start.toEpochMilli()) / step.toMillis() + 1);
  }

  public Instant at(int point) {
    return start.plusMillis(step.toMillis() * point);
  }

  /** Returns the index of the point at a time in milliseconds, or -1 if it is not on the grid. */
  public int pointAt(long millis) {
    long offset = millis - start.toEpochMilli();
    if (offset < 0 || millis > end.toEpochMilli() || offset % step.toMillis() != 0) {
      return -1;
    }
    return (int) (offset / step.toMillis());
  }

  /** Returns the index of the first point not before a time; the number of points if all are. */
  public int firstNotBefore(Instant time) {
    if (!time.isAfter(start)) {
      return 0;
    } else if (time.isAfter(end)) {
      return points();
    }
    long behind = Duration.between(start, time).toMillis();
    return Math.toIntExact(-Math.floorDiv(-behind, step.toMillis()));
  }
}
