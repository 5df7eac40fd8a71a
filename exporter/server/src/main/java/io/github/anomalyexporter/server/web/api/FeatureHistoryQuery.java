package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The past values of features that a request asks for, by its parameters.
 *
 * @param labels values by label, with {@code instance}; may include {@code detector}
 * @param end at most the time of the request
 * @param features names of features; empty for all
 */
record FeatureHistoryQuery(
    Map<String, String> labels, Instant start, Instant end, List<String> features) {
  /** Rows that are scored for one response, a day of a step of a minute. */
  static final int MOST_POINTS = 1_500;

  static final String FEATURE = "feature";
  private static final String END = "end";
  private static final Set<String> KNOWN =
      Set.of(InstanceFilter.DETECTOR, StepGrid.START, END, FEATURE);

  private static final Duration DEFAULT_LENGTH = Duration.ofHours(3);

  /**
   * Reads the parameters.
   *
   * @param labelNames names of labels that are parameters
   * @throws BadParameterException for the first that is wrong
   */
  static FeatureHistoryQuery of(
      Parameters parameters, String instance, Set<String> labelNames, Instant now) {
    Map<String, String> labels = parameters.labels(KNOWN, labelNames);
    labels.put("instance", instance);
    parameters
        .one(InstanceFilter.DETECTOR)
        .ifPresent(it -> labels.put(InstanceFilter.DETECTOR, it));
    Instant end = parameters.time(END).filter(it -> it.isBefore(now)).orElse(now);
    return new FeatureHistoryQuery(
        labels,
        parameters.time(StepGrid.START).orElseGet(() -> end.minus(DEFAULT_LENGTH)),
        end,
        parameters.all(FEATURE));
  }

  /**
   * Returns the points of a detector.
   *
   * @param step of the detector, at which its model works
   * @throws BadParameterException if there are none or too many
   */
  TimeRange range(Duration step) {
    return StepGrid.between(start, end, step, MOST_POINTS);
  }

  /**
   * Checks names of features.
   *
   * @param known all names
   * @throws BadParameterException for the first that is unknown
   */
  static void requireKnown(List<String> names, Collection<String> known) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new BadParameterException(
            FEATURE, "one of " + String.join(", ", known), Parameters.quoted(name));
      }
    }
  }
}
