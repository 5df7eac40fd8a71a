package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;

/** Points of time at multiples of a step, so that successive requests have the same points. */
final class StepGrid {
  static final String START = "start";

  private StepGrid() {}

  /**
   * Returns the multiples of a step from a time to another, both included.
   *
   * @throws BadParameterException if the times are less than a step apart
   */
  static TimeRange between(Instant start, Instant end, Duration step) {
    if (Duration.between(start, end).compareTo(step) < 0) {
      throw new BadParameterException(
          START,
          "a time at least a step, %s, before end, %s"
              .formatted(PrometheusDuration.format(step), end),
          start.toString());
    }
    long millis = step.toMillis();
    return new TimeRange(
        ceiling(start, step),
        Instant.ofEpochMilli(Math.floorDiv(end.toEpochMilli(), millis) * millis),
        step);
  }

  /**
   * Returns the same multiples if they are few enough.
   *
   * @param most maximum number of points
   * @throws BadParameterException if there are none or too many
   */
  static TimeRange between(Instant start, Instant end, Duration step, int most) {
    TimeRange range = between(start, end, step);
    long points = Duration.between(range.start(), range.end()).dividedBy(step) + 1;
    if (points > most) {
      throw new BadParameterException(
          START,
          "at most %s points of the detector's step, %s, until end; ask for several parts, or for /history"
              .formatted(most, PrometheusDuration.format(step)),
          points + " points");
    }
    return range;
  }

  /** Returns the first multiple of a step that is not before a time. */
  static Instant ceiling(Instant time, Duration step) {
    long millis = step.toMillis();
    return Instant.ofEpochMilli(-Math.floorDiv(-time.toEpochMilli(), millis) * millis);
  }
}
