package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.AlertmanagerConfig;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.prometheus.QueryObserver;
import io.github.anomalyexporter.server.prometheus.Sleeper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a configuration names.
 *
 * @param alertmanager null where none is configured
 */
record Servers(PrometheusClient prometheus, @Nullable Alertmanager alertmanager)
    implements AutoCloseable {

  /** Asks nobody yet. */
  static Servers of(
      Config config,
      QueryObserver queries,
      AlertmanagerMetrics alertmanagerMetrics,
      InstantSource clock) {
    Sleeper sleeper = duration -> Thread.sleep(duration.toMillis());
    AlertmanagerConfig alertmanager = config.alertmanager();
    return new Servers(
        new PrometheusClient(config.prometheus(), queries, new Random(), sleeper),
        alertmanager == null
            ? null
            : new Alertmanager(
                alertmanager,
                config.storage().path(),
                longestHistory(config),
                alertmanagerMetrics,
                new Random(),
                sleeper,
                clock));
  }

  private static Duration longestHistory(Config config) {
    return config.detectors().stream()
        .map(detector -> detector.history().length())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  @Override
  public void close() {
    prometheus.close();
    if (alertmanager != null) {
      alertmanager.close();
    }
  }
}
