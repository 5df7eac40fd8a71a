package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.recent.Incident;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The incidents that a request asks for, by its parameters.
 *
 * @param labels values by label of one of its instances, which may include {@code detector}
 * @param start incidents that were over before are left out
 * @param end incidents that began after it are left out
 * @param after the incidents after this place; empty for all
 */
record IncidentQuery(
    Map<String, String> labels,
    Optional<Instant> start,
    Optional<Instant> end,
    int limit,
    Optional<IncidentCursor> after) {
  private static final String START = "start";
  private static final String END = "end";
  private static final String LIMIT = "limit";
  private static final String CURSOR = "cursor";
  private static final Set<String> KNOWN =
      Set.of(InstanceFilter.DETECTOR, START, END, LIMIT, CURSOR);
  private static final int MOST = 100_000;

  /**
   * Reads the parameters.
   *
   * @param labelNames names of labels that are parameters
   * @throws BadParameterException for the first that is wrong
   */
  static IncidentQuery of(Parameters parameters, Set<String> labelNames) {
    Map<String, String> labels = parameters.labels(KNOWN, labelNames);
    parameters
        .one(InstanceFilter.DETECTOR)
        .ifPresent(it -> labels.put(InstanceFilter.DETECTOR, it));
    Optional<Instant> start = parameters.time(START);
    Optional<Instant> end = parameters.time(END);
    if (start.isPresent() && end.isPresent() && start.get().isAfter(end.get())) {
      throw new BadParameterException(
          START, "a time before end, " + end.get(), start.get().toString());
    }
    return new IncidentQuery(
        labels,
        start,
        end,
        parameters.count(LIMIT, MOST).orElse(Integer.MAX_VALUE),
        parameters.one(CURSOR).map(IncidentQuery::cursor));
  }

  private static IncidentCursor cursor(String text) {
    try {
      return IncidentCursor.parse(text);
    } catch (IllegalArgumentException e) {
      throw new BadParameterException(
          CURSOR, "a next_cursor of an earlier response", Parameters.quoted(text));
    }
  }

  /** Returns whether an incident is selected, whichever part is returned. */
  boolean matches(VisibleDetector detector, Incident incident) {
    return start.filter(it -> incident.last().isBefore(it)).isEmpty()
        && end.filter(it -> incident.begin().isAfter(it)).isEmpty()
        && incident.anomalies().stream().anyMatch(it -> detector.matches(it.instance(), labels));
  }
}
