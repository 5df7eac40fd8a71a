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
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that stands between a host and a phone: simulated hosts with history, Prometheus with the
 * shipped rules, Alertmanager with the shipped configuration, a stub of Telegram, and the exporter.
 *
 * <p>It can run faster than it is shipped. Then all of it does, from the scores to the messages:
 * every interval, window and wait is divided by the same factor. Only the hosts live as they do:
 * their days are not shorter.
 */
final class AlertingSite implements AutoCloseable {
  private static final String TOKEN = "1:token";

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final long SEED = 1;

  private static final Duration INTERVAL = Duration.ofSeconds(15);

  /** promtool holds all samples of one call in memory. */
  private static final Duration HISTORY_PART = Duration.ofHours(13);

  /** Until Prometheus has found its targets and begins to scrape, at any speed. */
  private static final Duration HEAD_START = Duration.ofSeconds(20);

  /**
   * How fast a site is.
   *
   * @param factor by which it is faster than shipped
   * @param scrapeInterval as the exporter is told; rates are those of four of them
   * @param history of the hosts: with less than a day of it, what they do next is new to the model
   */
  record Pace(int factor, Duration scrapeInterval, Duration history) {
    static final Pace AS_SHIPPED = new Pace(1, INTERVAL, Duration.ofDays(7));
    static final Pace TENFOLD = new Pace(10, Duration.ofSeconds(4), Duration.ofHours(26));

    /** Twice within the window of the rates. */
    private Duration historyInterval() {
      return scrapeInterval.multipliedBy(2);
    }

    private String faster(Duration duration) {
      return duration.dividedBy(factor).toMillis() + "ms";
    }
  }

  private static final Map<Kind, Past> PASTS = new ConcurrentHashMap<>();

  private final Path directory;
  private final Pace pace;
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
      Pace pace,
      String detectorKeys)
      throws IOException {
    this.directory = directory;
    this.pace = pace;
    this.hosts = hosts;
    SimulatedFleet simulated = writeHistory();
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
                .fasterBy(pace.factor())
                .toString());
    this.prometheus = RealPrometheus.start(prometheusVersion, directory, prometheusConfig());
    this.exporter = ExporterProcess.start(directory, exporterPort, exporterConfig() + detectorKeys);
  }

  /**
   * Starts all of it, waits until all hosts are scored, and switches the rules on.
   *
   * @param detectorKeys more keys of the detector, as lines of its configuration
   */
  static AlertingSite start(
      Path directory,
      PrometheusVersion prometheusVersion,
      AlertmanagerVersion alertmanagerVersion,
      int hosts,
      Pace pace,
      String detectorKeys)
      throws IOException {
    AlertingSite site =
        new AlertingSite(
            directory, prometheusVersion, alertmanagerVersion, hosts, pace, detectorKeys);
    await("all hosts are scored")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> site.exporter.instances().stream().filter(Instance::hasScore).count() == hosts);
    ShippedRules.writeFasterBy(pace.factor(), site.rules());
    site.prometheus.reload(site.prometheusConfig());
    return site;
  }

  /** The hosts until now, whose history is written once for all sites of these hosts and pace. */
  private SimulatedFleet writeHistory() {
    Past past = PASTS.computeIfAbsent(new Kind(hosts, pace), Past::write);
    Path data = directory.resolve("data");
    History.link(past.data(), data);
    // What has passed since, and a little of the future, where the first scrapes follow.
    addHistory(past.fleet(), pace, past.end(), Instant.now().plus(HEAD_START), data);
    return past.fleet();
  }

  private record Kind(int hosts, Pace pace) {}

  /** Of a fleet, up to a full minute. */
  private record Past(SimulatedFleet fleet, Instant end, Path data) {
    private static Past write(Kind kind) {
      Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);
      Instant boot = now.minus(kind.pace.history());
      SimulatedFleet fleet =
          SimulatedFleet.of(SimulatedFleet.names(kind.hosts), boot, SEED).ahead(History.ahead(now));
      Path data = Tools.workspace(AlertingSite.class).resolve("data-" + kind.hosts);
      for (Instant start = boot; start.isBefore(now); start = start.plus(HISTORY_PART)) {
        Instant end = start.plus(HISTORY_PART);
        addHistory(fleet, kind.pace, start, end.isBefore(now) ? end : now, data);
      }
      return new Past(fleet, now, data);
    }
  }

  private static void addHistory(
      SimulatedFleet fleet, Pace pace, Instant start, Instant end, Path data) {
    History.add(fleet, start, end, pace.historyInterval(), Map.of(), data);
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
        static_configs: [{targets: ['127.0.0.1:%5$s']}]
    """
        .formatted(
            pace.faster(INTERVAL), rules(), alertmanager.authority(), fleet.uri(), exporterPort);
  }

  private String exporterConfig() {
    return """
    prometheus:
      url: %1$s
    detectors:
      - name: node
        selector: 'job="node"'
        scrape_interval: %2$ss
        scoring_interval: %3$s
        query_offset: %3$s
    """
        .formatted(prometheus.url(), pace.scrapeInterval().toSeconds(), pace.faster(INTERVAL));
  }

  private Path rules() {
    return directory.resolve("rules").toAbsolutePath();
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
