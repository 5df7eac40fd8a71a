package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;

/**
 * Connection to an Alertmanager for its silences, and the selection of alerts that count as
 * incidents.
 *
 * @param http connection; the failover URL is another member of the cluster
 * @param refreshInterval interval of reading the silences
 * @param labels Prometheus' {@code external_labels}, which are added to every alert
 * @param incidentAlerts label matchers without braces; may be empty
 */
public record AlertmanagerConfig(
    HttpClientConfig http, Duration refreshInterval, Labels labels, String incidentAlerts) {

  /**
   * Silences last for minutes at least, so that a delay of half a minute is acceptable; a shorter
   * interval only adds load to Alertmanager.
   */
  public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofSeconds(30);

  /** All alerts except informational and inhibiting alerts. */
  public static final String DEFAULT_INCIDENT_ALERTS = "severity!~\"info|none\"";
}
