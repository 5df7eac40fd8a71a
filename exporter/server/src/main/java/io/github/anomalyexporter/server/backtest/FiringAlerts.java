package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.past.Incident;
import io.github.anomalyexporter.server.exemption.AlertExemptions;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Alerts that were firing about a detector's instances, from Prometheus' series {@code ALERTS}, as
 * named incidents: the same alerts that {@code serve} excludes from training.
 */
public final class FiringAlerts {
  private static final String NAME = "alertname";

  /** In characters; further alert names of one incident are omitted. */
  private static final int LONGEST_NAME = 500;

  private final PrometheusClient client;
  private final List<String> identityLabels;
  private final String query;

  /**
   * @param incidentAlerts further label matchers, may be empty
   */
  public FiringAlerts(PrometheusClient client, List<String> identityLabels, String incidentAlerts) {
    this.client = client;
    this.identityLabels = List.copyOf(identityLabels);
    List<String> labels = new ArrayList<>(identityLabels);
    labels.add(NAME);
    this.query = AlertExemptions.query(labels, identityLabels, incidentAlerts);
  }

  /**
   * Returns the incidents in a range, in order of time. Overlapping alerts of one instance form one
   * incident.
   *
   * @throws io.github.anomalyexporter.server.http.RequestException if Prometheus does not answer
   */
  public List<Incident> during(List<Labels> instances, TimeRange range)
      throws InterruptedException {
    Set<Labels> wanted = new HashSet<>(instances);
    List<Incident> firing = Collections.synchronizedList(new ArrayList<>());
    client.queryRange(
        query,
        range,
        instances.size(),
        series -> {
          if (wanted.contains(series.labels().keep(identityLabels))) {
            firing.addAll(runs(series, range.step()));
          }
        });
    return joined(firing, range.step());
  }

  private List<Incident> runs(Series series, Duration step) {
    Labels instance = series.labels().keep(identityLabels);
    List<Incident> runs = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= series.size(); i++) {
      boolean goesOn =
          i < series.size() && series.timestamp(i) - series.timestamp(i - 1) == step.toMillis();
      if (!goesOn) {
        runs.add(
            new Incident(
                instance.get("instance"),
                instance,
                Instant.ofEpochMilli(series.timestamp(first)),
                Instant.ofEpochMilli(series.timestamp(i - 1)),
                series.labels().get(NAME)));
        first = i;
      }
    }
    return runs;
  }

  /** Joins alerts that are at most a step apart: split range queries divide an alert. */
  private static List<Incident> joined(List<Incident> firing, Duration step) {
    List<Incident> joined = new ArrayList<>();
    firing.stream()
        .sorted(Comparator.comparing(Incident::identity).thenComparing(Incident::start))
        .forEach(
            next -> {
              Incident last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
              if (last != null
                  && last.identity().equals(next.identity())
                  && !next.start().isAfter(last.end().plus(step))) {
                joined.set(joined.size() - 1, join(last, next));
              } else {
                joined.add(next);
              }
            });
    joined.sort(Comparator.comparing(Incident::start).thenComparing(Incident::identity));
    return joined;
  }

  private static Incident join(Incident one, Incident other) {
    boolean complete = one.name().length() > LONGEST_NAME;
    boolean sameName = complete || List.of(one.name().split(", ", -1)).contains(other.name());
    return new Incident(
        one.instance(),
        one.identity(),
        one.start(),
        one.end().isAfter(other.end()) ? one.end() : other.end(),
        sameName ? one.name() : one.name() + ", " + other.name());
  }
}
