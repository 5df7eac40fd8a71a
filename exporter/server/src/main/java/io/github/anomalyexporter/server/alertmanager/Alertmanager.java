package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.config.AlertmanagerConfig;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.UsageException;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.prometheus.Sleeper;
import io.github.anomalyexporter.server.run.Exemptions;
import io.github.anomalyexporter.server.run.JoinedExemptions;
import io.github.anomalyexporter.server.run.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** What one configured Alertmanager knows, for all detectors. Safe for use by several threads. */
public final class Alertmanager implements AutoCloseable {
  private final AlertmanagerConfig config;
  private final AlertmanagerMetrics metrics;
  private final AlertmanagerClient client;
  private final Silences silences;
  private final SilenceRefresh refresh;
  private final InstantSource clock;

  /**
   * Reads what is remembered and asks nobody yet.
   *
   * @param storage where silences are remembered
   * @param longestHistory of all detectors: silences are of use for as long
   * @param random of the jitter between retries
   * @param sleeper waits between retries
   * @throws UsageException if a TLS file cannot be used
   */
  public Alertmanager(
      AlertmanagerConfig config,
      Path storage,
      Duration longestHistory,
      AlertmanagerMetrics metrics,
      Random random,
      Sleeper sleeper,
      InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
    this.client = new AlertmanagerClient(config.http(), metrics, random, sleeper);
    this.silences = new Silences(new SilencesFile(storage), longestHistory);
    this.refresh = new SilenceRefresh(client, silences, metrics, clock);
  }

  public Duration refreshInterval() {
    return config.refreshInterval();
  }

  /**
   * Leaves the storage as it is from now on. To be called before the first {@link #refresh}, by its
   * thread.
   */
  public void writeNothing() {
    silences.writeNothing();
  }

  /** Silences are of use for as long after their end from now on. */
  public void remember(Duration longestHistory) {
    silences.remember(longestHistory);
  }

  /** Reads the silences once; where that fails, it says so and goes on. */
  public Run refresh() {
    return refresh;
  }

  /**
   * Asks how many silences are in force now, whomever they match, and remembers none.
   *
   * @throws io.github.anomalyexporter.server.prometheus.PrometheusException where Alertmanager does
   *     not say
   */
  public long askForSilencesInForce() throws InterruptedException {
    Instant now = clock.instant();
    return client.silences().stream().filter(silence -> silence.isInForce(now)).count();
  }

  /** Silences and incidents of a detector's instances. */
  public Exemptions exemptions(DetectorConfig detector, PrometheusClient prometheus) {
    metrics.initialise(detector.name());
    return new JoinedExemptions(
        List.of(
            new SilenceExemptions(detector, config, silences, metrics),
            new AlertExemptions(prometheus, detector, config.incidentAlerts(), metrics)));
  }

  /** Cancels a reading under way. */
  @Override
  public void close() {
    client.close();
  }
}
