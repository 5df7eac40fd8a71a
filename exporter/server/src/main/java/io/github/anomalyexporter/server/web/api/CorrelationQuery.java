package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.matcher.LabelSelectors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The series that a request correlates, by its parameters.
 *
 * @param features names of features; empty for all
 */
record CorrelationQuery(
    Instant start, Instant end, LabelSelectors selectors, List<String> features) {
  private static final String END = "end";
  private static final Set<String> KNOWN =
      Set.of(StepGrid.START, END, FeatureHistoryQuery.FEATURE, InstanceFilter.SELECTOR);
  private static final Duration DEFAULT_LENGTH = Duration.ofHours(3);

  /**
   * Reads the parameters.
   *
   * @throws BadParameterException for the first that is wrong
   */
  static CorrelationQuery of(Parameters parameters, Instant now) {
    parameters.only(KNOWN);
    Instant end = parameters.time(END).filter(it -> it.isBefore(now)).orElse(now);
    return new CorrelationQuery(
        parameters.time(StepGrid.START).orElseGet(() -> end.minus(DEFAULT_LENGTH)),
        end,
        InstanceFilter.selectors(parameters, InstanceFilter.SELECTOR),
        parameters.all(FeatureHistoryQuery.FEATURE));
  }

  /** Returns the points of a detector, as {@link FeatureHistoryQuery#range} does. */
  TimeRange range(Duration step) {
    return StepGrid.between(start, end, step, FeatureHistoryQuery.MOST_POINTS);
  }
}
