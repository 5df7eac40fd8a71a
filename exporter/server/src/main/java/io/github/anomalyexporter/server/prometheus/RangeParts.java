package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.TimeRange;

/**
 * Splits a range query, oldest point first, into parts that Prometheus answers and that fit the
 * sample budget. For use by one thread at a time.
 */
final class RangeParts {
  /**
   * Prometheus rejects more than 11,000 steps per series ("exceeded maximum resolution of 11,000
   * points per timeseries").
   */
  static final int MAX_POINTS = 11_000;

  private final TimeRange range;
  private int size;
  private int first;

  RangeParts(TimeRange range, int expectedSeries, int sampleBudget) {
    int affordable = Math.max(1, sampleBudget / Math.max(1, expectedSeries));
    this.range = range;
    this.size = Math.min(MAX_POINTS, affordable);
  }

  /** Returns whether all points of the range have been answered. */
  boolean isOver() {
    return first == range.points();
  }

  /** Returns the next part, on the grid of the range. */
  TimeRange next() {
    return new TimeRange(range.at(first), range.at(end() - 1), range.step());
  }

  /** Returns whether the next part is the last. */
  boolean isLast() {
    return end() == range.points();
  }

  private int end() {
    return Math.min(first + size, range.points());
  }

  /** Advances behind the answered part. */
  void answered() {
    first = end();
  }

  /**
   * Halves the length of this and all further parts, which will have a similar cost.
   *
   * @return false if this part has a single point and cannot be shorter
   */
  boolean halve() {
    int points = end() - first;
    size = Math.max(1, points / 2);
    return points > 1;
  }
}
