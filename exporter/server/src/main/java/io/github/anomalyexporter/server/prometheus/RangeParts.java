package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.TimeRange;

/**
 * Goes over a range query, oldest point first, in parts that Prometheus answers and that fit the
 * sample budget. For one thread at a time.
 */
final class RangeParts {
  /**
   * Prometheus refuses more than 11,000 steps a series ("exceeded maximum resolution of 11,000
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

  /** Whether each point of the range has been answered. */
  boolean isOver() {
    return first == range.points();
  }

  /** The part to ask for now, on the grid of the range. */
  TimeRange next() {
    return new TimeRange(range.at(first), range.at(end() - 1), range.step());
  }

  /** Whether the part to ask for now ends with the range. */
  boolean isLast() {
    return end() == range.points();
  }

  private int end() {
    return Math.min(first + size, range.points());
  }

  /** The next part begins where this one ends. */
  void answered() {
    first = end();
  }

  /**
   * From here on parts are half as long as this one: those after it will cost as much.
   *
   * @return false where this part is of one point and cannot be shorter
   */
  boolean halve() {
    int points = end() - first;
    size = Math.max(1, points / 2);
    return points > 1;
  }
}
