package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.AlertmanagerConfig;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.http.RetryPolicy.Sleeper;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Clients of the servers in a configuration.
 *
 * @param alertmanager null if not configured
 */
record Servers(Config config, PrometheusClient prometheus, @Nullable Alertmanager alertmanager) {
  private static final Sleeper SLEEPER = duration -> Thread.sleep(duration.toMillis());

  /**
   * Creates or reuses the clients; sends no request.
   *
   * @param previous source of clients with unchanged settings; null for none
   * @param opened receives every client, also if this method fails
   */
  static Servers of(
      Config config,
      @Nullable Servers previous,
      RequestObserver queries,
      AlertmanagerMetrics metrics,
      InstantSource clock,
      OpenParts opened) {
    PrometheusClient prometheus =
        previous != null && previous.config.prometheus().equals(config.prometheus())
            ? previous.prometheus
            : prometheus(config, queries);
    opened.add(prometheus);
    Alertmanager alertmanager =
        previous != null && previous.hasAlertmanagerOf(config)
            ? previous.alertmanager
            : alertmanager(config, metrics, clock);
    if (alertmanager != null) {
      opened.add(alertmanager);
    }
    return new Servers(config, prometheus, alertmanager);
  }

  private static PrometheusClient prometheus(Config config, RequestObserver queries) {
    return new PrometheusClient(config.prometheus(), queries, new Random(), SLEEPER);
  }

  /**
   * Returns these servers with another client of the same Prometheus.
   *
   * @param opened receives the client
   */
  Servers withPrometheus(RequestObserver queries, OpenParts opened) {
    return new Servers(config, opened.add(prometheus(config, queries)), alertmanager);
  }

  private boolean hasAlertmanagerOf(Config other) {
    return Objects.equals(config.alertmanager(), other.alertmanager())
        && config.storage().path().equals(other.storage().path());
  }

  private static @Nullable Alertmanager alertmanager(
      Config config, AlertmanagerMetrics metrics, InstantSource clock) {
    AlertmanagerConfig alertmanager = config.alertmanager();
    return alertmanager == null
        ? null
        : new Alertmanager(
            alertmanager,
            config.storage().path(),
            longestHistory(config),
            metrics,
            new Random(),
            SLEEPER,
            clock);
  }

  /** Applies the settings of this configuration to clients that were kept. */
  void begin() {
    if (alertmanager != null) {
      alertmanager.remember(longestHistory(config));
    }
  }

  private static Duration longestHistory(Config config) {
    return config.detectors().stream()
        .map(detector -> detector.history().length())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
