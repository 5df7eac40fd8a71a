package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.TimeRange;
import java.util.ArrayList;
import java.util.List;

/** Splits a range query into parts that Prometheus answers and that fit the sample budget. */
final class RangeParts {
  /**
   * Prometheus refuses more than 11,000 steps a series ("exceeded maximum resolution of 11,000
   * points per timeseries").
   */
  static final int MAX_POINTS = 11_000;

  private RangeParts() {}

  /** The parts, oldest first: together each point of the range once, on the same grid. */
  static List<TimeRange> of(TimeRange range, int expectedSeries, int sampleBudget) {
    int affordable = Math.max(1, sampleBudget / Math.max(1, expectedSeries));
    int size = Math.min(MAX_POINTS, affordable);
    int points = range.points();
    List<TimeRange> parts = new ArrayList<>();
    for (int first = 0; first < points; first += size) {
      int last = Math.min(first + size, points) - 1;
      parts.add(new TimeRange(range.at(first), range.at(last), range.step()));
    }
    return parts;
  }

  /** The older and the newer half of a range of at least two points. */
  static List<TimeRange> halves(TimeRange range) {
    int middle = range.points() / 2;
    return List.of(
        new TimeRange(range.start(), range.at(middle - 1), range.step()),
        new TimeRange(range.at(middle), range.end(), range.step()));
  }
}
