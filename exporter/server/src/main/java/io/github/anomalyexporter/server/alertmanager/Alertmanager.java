package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.config.AlertmanagerConfig;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.AlertExemptions;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.exemption.JoinedExemptions;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics.Source;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.http.RetryPolicy.Sleeper;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.run.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Silences of a configured Alertmanager, for all detectors. Safe for use by several threads. */
public final class Alertmanager implements AutoCloseable {
  private final AlertmanagerConfig config;
  private final AlertmanagerMetrics metrics;
  private final AlertmanagerClient client;
  private final Silences silences;
  private final SilenceRefresh refresh;
  private final InstantSource clock;

  /**
   * Reads the stored silences; sends no request.
   *
   * @param storage directory in which silences are stored
   * @param longestHistory longest history of all detectors; silences are kept for this time after
   *     their end
   * @param random source of the jitter between retries
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
    this.client =
        new AlertmanagerClient(config.http(), metrics, metrics::changeEnded, random, sleeper);
    this.silences = new Silences(new SilencesFile(storage), longestHistory);
    this.refresh = new SilenceRefresh(client, silences, metrics, clock);
  }

  public Duration refreshInterval() {
    return config.refreshInterval();
  }

  /**
   * Disables writes to the storage. To be called before the first {@link #refresh}, on the same
   * thread.
   */
  public void writeNothing() {
    silences.writeNothing();
  }

  /** Changes the time for which silences are kept after their end. */
  public void remember(Duration longestHistory) {
    silences.remember(longestHistory);
  }

  /** Returns a run that reads the silences once; a failure is logged and not thrown. */
  public Run refresh() {
    return refresh;
  }

  /**
   * Queries the number of active silences, whether or not they match an instance; stores none.
   *
   * @throws io.github.anomalyexporter.server.http.RequestException if Alertmanager does not answer
   */
  public long askForSilencesInForce() throws InterruptedException {
    Instant now = clock.instant();
    return client.silences().stream().filter(silence -> silence.isInForce(now)).count();
  }

  /**
   * Creates a silence, and reads the silences again so that it applies at once.
   *
   * @return its id
   * @throws io.github.anomalyexporter.server.http.RequestException if it is not created; after a
   *     timeout it may have been
   */
  public String silence(NewSilence silence) throws InterruptedException {
    String id = client.create(silence.toSilence());
    refresh.run(clock.instant());
    return id;
  }

  /**
   * Expires a silence that is active or pending and matches alerts of this exporter alone, and
   * reads the silences again.
   *
   * @return false if no such silence is known
   * @throws io.github.anomalyexporter.server.http.RequestException if it is not expired
   */
  public boolean expire(String id) throws InterruptedException {
    if (!isExpirable(id)) {
      return false;
    }
    client.expire(id);
    refresh.run(clock.instant());
    return true;
  }

  private boolean isExpirable(String id) {
    Instant now = clock.instant();
    return isId(id)
        && silences.last().known().silences().stream()
            .filter(it -> it.id().equals(id) && it.endsAt().isAfter(now))
            .anyMatch(Silence::isOfExporterAlone);
  }

  /** Returns whether a text can be the id of a silence, and no other part of a URL. */
  static boolean isId(String text) {
    return text.matches("[0-9A-Za-z-]{1,64}");
  }

  /** Returns the exemptions by silences and incidents for a detector's instances. */
  public Exemptions exemptions(DetectorConfig detector, PrometheusClient prometheus) {
    metrics.initialise(detector.name());
    return new JoinedExemptions(
        List.of(
            new SilenceExemptions(detector, config, silences, metrics),
            new AlertExemptions(
                prometheus,
                detector,
                config.incidentAlerts(),
                () -> metrics.unknown(detector.name(), Source.ALERTS))));
  }

  /** Cancels a running request. */
  @Override
  public void close() {
    client.close();
  }
}
