package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;

/**
 * How to ask an Alertmanager what people have said about their hosts, and which alerts tell that a
 * host was in trouble.
 *
 * @param http its failover URL is another member of the cluster
 * @param refreshInterval between two readings of the silences
 * @param labels what Prometheus' {@code external_labels} add to every alert
 * @param incidentAlerts label matchers without braces; may be empty
 */
public record AlertmanagerConfig(
    HttpClientConfig http, Duration refreshInterval, Labels labels, String incidentAlerts) {

  /**
   * A silence holds for minutes at least, and whoever makes one waits half a minute for it. Shorter
   * only loads Alertmanager.
   */
  public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofSeconds(30);

  /** All but what is only there to be known or to inhibit. */
  public static final String DEFAULT_INCIDENT_ALERTS = "severity!~\"info|none\"";
}
