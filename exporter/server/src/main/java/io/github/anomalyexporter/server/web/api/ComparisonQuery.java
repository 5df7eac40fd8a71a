package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.comparison.Comparison;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.matcher.LabelSelectors;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;

/**
 * The times and instances that a request compares, by its parameters.
 *
 * @param window the time in question
 * @param baseline the time that it is compared with; the two do not overlap
 * @param limit maximum number of instances in a response
 */
record ComparisonQuery(Span window, Span baseline, LabelSelectors selectors, int limit) {
  private static final String END = "end";
  private static final String BASELINE_START = "baseline_start";
  private static final String BASELINE_END = "baseline_end";

  /** Parameters besides that of the selector. */
  static final Set<String> KNOWN =
      Set.of(StepGrid.START, END, BASELINE_START, BASELINE_END, InstanceQuery.LIMIT);

  private static final Duration DEFAULT_LENGTH = Duration.ofHours(1);
  private static final int USUAL_BASELINE = 4;
  private static final int DEFAULT_LIMIT = 20;

  /** Points of a window: more would make the onset more exact, and hardly the change. */
  private static final int MOST_POINTS = 120;

  /** A time after the start, up to and including the end. */
  record Span(Instant start, Instant end) {
    Duration length() {
      return Duration.between(start, end);
    }

    /** Returns the number of multiples of a step. */
    private long points(Duration step) {
      return point(end, step) - point(start, step);
    }

    private static long point(Instant time, Duration step) {
      return Math.floorDiv(time.toEpochMilli(), step.toMillis());
    }

    private TimeRange range(Duration step) {
      long millis = step.toMillis();
      return new TimeRange(
          Instant.ofEpochMilli((point(start, step) + 1) * millis),
          Instant.ofEpochMilli(point(end, step) * millis),
          step);
    }
  }

  /** Reads the parameters of the route. */
  static ComparisonQuery of(Parameters parameters, Instant now) {
    Set<String> known = new TreeSet<>(KNOWN);
    known.add(InstanceFilter.SELECTOR);
    parameters.only(known);
    return of(parameters, InstanceFilter.SELECTOR, now);
  }

  /**
   * Reads the parameters.
   *
   * @param selector name of the parameter with selectors
   * @throws BadParameterException for the first that is wrong
   */
  static ComparisonQuery of(Parameters parameters, String selector, Instant now) {
    Instant end = parameters.time(END).orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS));
    Instant start = parameters.time(StepGrid.START).orElseGet(() -> end.minus(DEFAULT_LENGTH));
    Span window = span(StepGrid.START, start, END, end, now);
    Instant baselineEnd = parameters.time(BASELINE_END).orElse(start);
    Instant baselineStart =
        parameters
            .time(BASELINE_START)
            .orElseGet(() -> baselineEnd.minus(window.length().multipliedBy(USUAL_BASELINE)));
    Span baseline = span(BASELINE_START, baselineStart, BASELINE_END, baselineEnd, now);
    if (baselineEnd.isAfter(start) && baselineStart.isBefore(end)) {
      throw new BadParameterException(
          BASELINE_START,
          "a baseline up to start, %s, or from end, %s, on".formatted(start, end),
          "%s to %s".formatted(baselineStart, baselineEnd));
    }
    return new ComparisonQuery(
        window,
        baseline,
        InstanceFilter.selectors(parameters, selector),
        parameters.count(InstanceQuery.LIMIT, ToolDocuments.MOST_INSTANCES).orElse(DEFAULT_LIMIT));
  }

  private static Span span(
      String startName, Instant start, String endName, Instant end, Instant now) {
    if (end.isAfter(now)) {
      throw new BadParameterException(
          endName, "a time that is not in the future, at most " + now, end.toString());
    }
    if (!start.isBefore(end)) {
      throw new BadParameterException(
          startName, "a time before %s, %s".formatted(endName, end), start.toString());
    }
    return new Span(start, end);
  }

  /**
   * Returns the step of the points of both times: the least multiple of the detector's step with
   * few enough points in the window.
   */
  Duration step(Duration least) {
    long points = Math.max(1, window.points(least));
    return least.multipliedBy((points + MOST_POINTS - 1) / MOST_POINTS);
  }

  /**
   * Returns the number of points of both times together.
   *
   * @throws BadParameterException if one of them has too few
   */
  long points(Duration step) {
    return points(StepGrid.START, window, step) + points(BASELINE_START, baseline, step);
  }

  private static long points(String name, Span span, Duration step) {
    long points = span.points(step);
    if (points < Comparison.LEAST_VALUES) {
      throw new BadParameterException(
          name,
          "at least %s points of the step, %s, until %s"
              .formatted(Comparison.LEAST_VALUES, PrometheusDuration.format(step), span.end()),
          points + " points");
    }
    return points;
  }

  TimeRange windowRange(Duration step) {
    return window.range(step);
  }

  TimeRange baselineRange(Duration step) {
    return baseline.range(step);
  }
}
