package io.github.anomalyexporter.it;

import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.server.FleetServer;
import io.github.anomalyexporter.testing.server.LiveFleet;
import io.github.anomalyexporter.testing.telegram.TelegramServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * All that stands between a host and a phone: simulated hosts with two days of history, Prometheus
 * with the shipped rules, Alertmanager with the shipped configuration, a stub of Telegram, and the
 * exporter.
 *
 * <p>It can run faster than it is shipped. Then all of it does, from the scrapes to the messages:
 * every interval, window, wait and the history, divided by the same factor.
 */
final class AlertingSite implements AutoCloseable {
  private static final String TOKEN = "1:token";

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final long SEED = 1;

  private static final Duration INTERVAL = Duration.ofSeconds(15);

  /** The default of the exporter. */
  private static final Duration STEP = Duration.ofMinutes(1);

  private static final Duration MIN_HISTORY = Duration.ofHours(6);

  /** A night and a day to learn from. */
  private static final Duration HISTORY = Duration.ofDays(2);

  /** Twice within the rate window that goes with the interval of the scrapes. */
  private static final Duration HISTORY_INTERVAL = Duration.ofSeconds(20);

  /** promtool holds all samples of one call in memory. */
  private static final int HISTORY_PARTS = 4;

  /** Until Prometheus has found its targets and begins to scrape, at any speed. */
  private static final Duration HEAD_START = Duration.ofSeconds(20);

  private final Path directory;
  private final int factor;
  private final int hosts;
  private final int exporterPort = Ports.free();
  private final FleetServer fleet;
  private final TelegramServer telegram;
  private final RealAlertmanager alertmanager;
  private final RealPrometheus prometheus;
  private final ExporterProcess exporter;

  private AlertingSite(
      Path directory,
      PrometheusVersion prometheusVersion,
      AlertmanagerVersion alertmanagerVersion,
      int hosts,
      int factor,
      String detectorKeys)
      throws IOException {
    this.directory = directory;
    this.factor = factor;
    this.hosts = hosts;
    SimulatedFleet simulated = writeHistory(prometheusVersion);
    this.fleet = Site.serve(simulated);
    this.telegram =
        TelegramServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            TOKEN,
            InstantSource.system(),
            message -> System.out.println("The phone shows:\n" + message.plainText().indent(2)));
    Path alertmanagerDirectory = directory.resolve("alertmanager");
    this.alertmanager =
        RealAlertmanager.start(
            alertmanagerVersion,
            alertmanagerDirectory,
            AlertmanagerConfig.shipped(alertmanagerVersion)
                .installedIn(alertmanagerDirectory, telegram.uri(), TOKEN)
                .fasterBy(factor)
                .toString());
    this.prometheus = RealPrometheus.start(prometheusVersion, directory, prometheusConfig());
    this.exporter = ExporterProcess.start(directory, exporterPort, exporterConfig() + detectorKeys);
  }

  /**
   * Starts all of it, waits until all hosts are scored, and switches the rules on.
   *
   * @param factor by which it is faster than shipped
   * @param detectorKeys more keys of the detector, as lines of its configuration
   */
  static AlertingSite start(
      Path directory,
      PrometheusVersion prometheusVersion,
      AlertmanagerVersion alertmanagerVersion,
      int hosts,
      int factor,
      String detectorKeys)
      throws IOException {
    AlertingSite site =
        new AlertingSite(
            directory, prometheusVersion, alertmanagerVersion, hosts, factor, detectorKeys);
    await("all hosts are scored")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> site.exporter.instances().stream().filter(Instance::hasScore).count() == hosts);
    ShippedRules.writeFasterBy(factor, site.rules());
    site.prometheus.reload(site.prometheusConfig());
    return site;
  }

  private SimulatedFleet writeHistory(PrometheusVersion version) {
    Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);
    Duration length = HISTORY.dividedBy(factor);
    Duration part = length.dividedBy(HISTORY_PARTS);
    SimulatedFleet simulated =
        SimulatedFleet.of(SimulatedFleet.names(hosts), now.minus(length), SEED);
    for (Instant start = now.minus(length); start.isBefore(now); start = start.plus(part)) {
      addHistory(version, simulated, start, start.plus(part));
    }
    // What has passed since, and a little of the future, where the first scrapes follow.
    addHistory(version, simulated, now, Instant.now().plus(HEAD_START));
    return simulated;
  }

  private void addHistory(
      PrometheusVersion version, SimulatedFleet simulated, Instant start, Instant end) {
    History.add(
        version,
        simulated,
        start,
        end,
        HISTORY_INTERVAL.dividedBy(factor),
        Map.of(),
        directory.resolve("data"));
  }

  private String prometheusConfig() {
    return """
    global: {scrape_interval: %1$s, scrape_timeout: %1$s, evaluation_interval: %1$s}
    rule_files: ['%2$s/*.yml']
    alerting:
      alertmanagers:
        - static_configs: [{targets: ['%3$s']}]
    scrape_configs:
      - job_name: node
        http_sd_configs: [{url: '%4$s/targets'}]
      - job_name: anomaly-exporter
        honor_labels: true
        static_configs: [{targets: ['127.0.0.1:%5$d']}]
    """
        .formatted(faster(INTERVAL), rules(), alertmanager.authority(), fleet.uri(), exporterPort);
  }

  private String exporterConfig() {
    return """
    prometheus:
      url: %1$s
    detectors:
      - name: node
        selector: 'job="node"'
        scrape_interval: %2$s
        scoring_interval: %2$s
        query_offset: %2$s
        step: %3$s
        history: %4$s
        min_history: %5$s
    """
        .formatted(
            prometheus.url(), faster(INTERVAL), faster(STEP), faster(HISTORY), faster(MIN_HISTORY));
  }

  private Path rules() {
    return directory.resolve("rules").toAbsolutePath();
  }

  private String faster(Duration duration) {
    return duration.dividedBy(factor).toMillis() + "ms";
  }

  LiveFleet fleet() {
    return fleet.live();
  }

  TelegramServer telegram() {
    return telegram;
  }

  RealAlertmanager alertmanager() {
    return alertmanager;
  }

  RealPrometheus prometheus() {
    return prometheus;
  }

  @Override
  public void close() {
    exporter.close();
    prometheus.close();
    alertmanager.close();
    telegram.close();
    fleet.close();
  }
}
