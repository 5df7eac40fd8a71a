package io.github.anomalyexporter.server.exemption;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.yaml.LabelName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time ranges in which other alerts about one detector's instances were firing, from Prometheus'
 * series {@code ALERTS}. Used for training only; suppresses no alerts.
 */
public final class AlertExemptions implements Exemptions {
  private static final Logger LOGGER = LoggerFactory.getLogger(AlertExemptions.class);

  /**
   * Excludes the exporter's own alerts, and alerts that only test the delivery or inhibit other
   * alerts.
   */
  private static final String OTHERS =
      "alertstate=\"firing\", source!=\"anomaly-exporter\", alertname!~\"Watchdog|InfoInhibitor\"";

  /**
   * Maximum number of alerts, some 10 MB; exceeded by a whole fleet with flapping alerts for weeks.
   */
  private static final int MOST = 200_000;

  private final PrometheusClient client;
  private final String detector;
  private final List<String> identityLabels;
  private final String query;
  private final Runnable onUnknown;

  /**
   * @param incidentAlerts further label matchers, may be empty
   * @param onUnknown called if the alerts of a history are unknown
   */
  public AlertExemptions(
      PrometheusClient client, DetectorConfig detector, String incidentAlerts, Runnable onUnknown) {
    this.client = client;
    this.detector = detector.name();
    this.identityLabels = detector.source().identityLabels();
    this.query = query(identityLabels, incidentAlerts);
    this.onUnknown = onUnknown;
  }

  /** Returns a query with one series per identity, of alerts with all identity labels. */
  public static String query(List<String> identityLabels, String incidentAlerts) {
    return query(identityLabels, identityLabels, incidentAlerts);
  }

  /** Returns a query with one series per combination of values of the labels {@code by}. */
  public static String query(List<String> by, List<String> identityLabels, String incidentAlerts) {
    StringBuilder matchers = new StringBuilder(OTHERS);
    identityLabels.forEach(
        label -> matchers.append(", ").append(LabelName.promql(label)).append("!=\"\""));
    if (!incidentAlerts.isEmpty()) {
      matchers.append(", ").append(incidentAlerts);
    }
    return "group by (%s) (ALERTS{%s})".formatted(LabelName.promql(by), matchers);
  }

  @Override
  public Set<ExemptionReason> suppressing(Labels instance, Instant time) {
    return Set.of();
  }

  @Override
  public PastExemptions during(List<Labels> instances, TimeRange history)
      throws InterruptedException {
    Set<Labels> wanted = new HashSet<>(instances);
    List<Exemption> exemptions = Collections.synchronizedList(new ArrayList<>());
    try {
      client.queryRange(
          query,
          history,
          instances.size(),
          series -> {
            Labels instance = series.labels().keep(identityLabels);
            if (wanted.contains(instance) && exemptions.size() < MOST) {
              addTo(exemptions, instance, series, history.step());
            }
          });
      if (exemptions.size() >= MOST) {
        LOGGER.warn(
            "detector {}: more than {} alerts from {} to {}; incidents beyond this number are used for training",
            detector,
            MOST,
            history.start(),
            history.end());
        onUnknown.run();
      }
    } catch (RequestException e) {
      // Alerts received before the failure are valid.
      LOGGER.warn(
          "detector {}: alerts from {} to {} are unknown; incidents in this time are used for training: {}",
          detector,
          history.start(),
          history.end(),
          e.getMessage());
      onUnknown.run();
    }
    Map<Labels, List<Exemption>> known =
        exemptions.stream().collect(Collectors.groupingBy(Exemption::instance));
    return instance -> known.getOrDefault(instance, List.of());
  }

  /**
   * Extends the range by a step on each side: the alert starts after the incident, and ends before
   * the next point.
   */
  private static void addTo(
      List<Exemption> exemptions, Labels instance, Series series, Duration step) {
    int first = 0;
    for (int i = 1; i <= series.size(); i++) {
      boolean goesOn =
          i < series.size() && series.timestamp(i) - series.timestamp(i - 1) == step.toMillis();
      if (!goesOn) {
        exemptions.add(
            new Exemption(
                instance,
                ExemptionReason.ALERT,
                Instant.ofEpochMilli(series.timestamp(first)).minus(step),
                Instant.ofEpochMilli(series.timestamp(i - 1)).plus(step)));
        first = i;
      }
    }
  }
}
