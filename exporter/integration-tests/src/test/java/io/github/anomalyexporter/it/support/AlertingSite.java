package io.github.anomalyexporter.it.support;

import static io.github.anomalyexporter.it.support.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.server.FleetServer;
import io.github.anomalyexporter.testing.server.LiveFleet;
import io.github.anomalyexporter.testing.telegram.TelegramMessage;
import io.github.anomalyexporter.testing.telegram.TelegramServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * All that stands between a host and a phone: simulated hosts with history, Prometheus with the
 * shipped rules, Alertmanager with the shipped configuration, a stub of Telegram, and the exporter.
 *
 * <p>It can run faster than it is shipped. Then all of it does, from the scores to the messages:
 * every interval, window and wait is divided by the same factor. Only the hosts live as they do:
 * their days are not shorter.
 */
public final class AlertingSite implements AutoCloseable {
  private static final String TOKEN = "1:token";

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
   * @param scrapeInterval configured in the exporter; rates are over four intervals
   * @param history of the hosts, which are as busy at its end as hours before it
   */
  public record Pace(int factor, Duration scrapeInterval, Duration history) {
    /** The pace of an installation. */
    public static final Pace AS_SHIPPED = new Pace(1, INTERVAL, Duration.ofDays(7));

    /** The pace of tests. */
    public static final Pace TENFOLD = new Pace(10, Duration.ofSeconds(4), Duration.ofHours(14));

    /** Twice within the window of the rates. */
    private Duration historyInterval() {
      return scrapeInterval.multipliedBy(2);
    }

    private String faster(Duration duration) {
      return duration.dividedBy(factor).toMillis() + "ms";
    }
  }

  /**
   * Wide, since a false alarm must not fail the test; and without the features that look back for
   * minutes, which are not faster: a load average would outlast the fleet's alert. Also without the
   * features that the incidents here do not change: their queries and their training take half of
   * the processor time. A tenth of the step, too: how long a score remembers an incident is counted
   * in steps.
   */
  private static final String TENFOLD_DETECTOR =
      """
          step: 6s
          history: 12h
          threshold: {method: sigma, sigmas: 10}
          exclude_features: [
            load_per_core, cpu_used_mean_5m, cpu_used_change_5m, memory_used_mean_5m, memory_used_change_5m,
            disk_busy_mean_5m, disk_busy_change_5m, network_received_mean_5m,
            network_received_change_5m,
            memory_used, memory_active, swap_in, swap_out, major_page_faults, filesystem_used,
            network_received, network_transmitted, network_errors, network_per_cpu, tcp_retransmits,
            pressure_memory, postgresql_connections]
      """;

  private static final int TENFOLD_HOSTS = 10;

  /** Alerts about the exporter itself are of the machine, which may be busy. */
  private static final String ALERTS_ABOUT_HOSTS =
      "ALERTS{source=\"anomaly-exporter\", alertname=~\"Instance.*|FleetAnomalous\"}";

  private static final Pattern ABOUT_HOSTS = Pattern.compile("\\b(Instance\\w+|FleetAnomalous)\\b");

  private static final Map<Kind, Past> PASTS = new ConcurrentHashMap<>();

  private final Path directory;
  private final Pace pace;
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
    Past past = PASTS.computeIfAbsent(new Kind(hosts, pace, detectorKeys), Past::write);
    past.copyTo(directory);
    this.fleet = Site.serve(past.fleet());
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
    this.exporter =
        ExporterProcess.start(
            directory, exporterPort, exporterConfig(prometheus.url(), pace) + detectorKeys);
  }

  /**
   * Starts all of it, waits until all hosts are scored, and switches the rules on.
   *
   * @param detectorKeys more keys of the detector, as lines of its configuration
   */
  public static AlertingSite start(
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
    site.exporter.awaitScores(SimulatedFleet.names(hosts));
    ShippedRules.writeFasterBy(pace.factor(), site.rules());
    site.prometheus.reload(site.prometheusConfig());
    return site;
  }

  /** Starts a site of ten hosts, ten times as fast as shipped: see {@link #start}. */
  public static AlertingSite startTenfold(
      Path directory, PrometheusVersion prometheusVersion, AlertmanagerVersion alertmanagerVersion)
      throws IOException {
    return start(
        directory,
        prometheusVersion,
        alertmanagerVersion,
        TENFOLD_HOSTS,
        Pace.TENFOLD,
        TENFOLD_DETECTOR);
  }

  private record Kind(int hosts, Pace pace, String detectorKeys) {}

  /**
   * What all sites of a kind share: their hosts, the history of these up to a full minute, and the
   * model that is trained on it.
   */
  private record Past(SimulatedFleet fleet, Pace pace, Instant end, Path data, Path storage) {
    private static Past write(Kind kind) {
      Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);
      Instant boot = now.minus(kind.pace.history());
      SimulatedFleet fleet =
          SimulatedFleet.of(SimulatedFleet.names(kind.hosts), boot, SEED).ahead(History.ahead(now));
      Path directory =
          Tools.workspace(AlertingSite.class)
              .resolve(kind.hosts + "-hosts-" + Integer.toHexString(kind.hashCode()));
      Path data = directory.resolve("blocks");
      for (Instant start = boot; start.isBefore(now); start = start.plus(HISTORY_PART)) {
        Instant end = start.plus(HISTORY_PART);
        addHistory(fleet, kind.pace, start, end.isBefore(now) ? end : now, data);
      }
      return new Past(fleet, kind.pace, now, data, train(kind, directory, data));
    }

    private static Path train(Kind kind, Path directory, Path blocks) {
      History.link(blocks, directory.resolve("data"));
      try (RealPrometheus prometheus =
          RealPrometheus.start(PrometheusVersion.THREE, directory, new ScrapeConfig().toString())) {
        return Exporter.train(
            directory, exporterConfig(prometheus.url(), kind.pace) + kind.detectorKeys);
      }
    }

    private void copyTo(Path directory) throws IOException {
      Path target = directory.resolve("data");
      History.link(data, target);
      // What has passed since, and a little of the future, where the first scrapes follow.
      addHistory(fleet, pace, end, Instant.now().plus(HEAD_START), target);
      TrainedModel.copy(storage, directory.resolve("storage"));
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

  private static String exporterConfig(URI prometheus, Pace pace) {
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
        .formatted(prometheus, pace.scrapeInterval().toSeconds(), pace.faster(INTERVAL));
  }

  private Path rules() {
    return directory.resolve("rules").toAbsolutePath();
  }

  /** The hosts, whose incidents begin and end here. */
  public LiveFleet fleet() {
    return fleet.live();
  }

  /** The stub of Telegram, which is the phone. */
  public TelegramServer telegram() {
    return telegram;
  }

  /** The Alertmanager that Prometheus sends alerts to. */
  public RealAlertmanager alertmanager() {
    return alertmanager;
  }

  /** The Prometheus that scrapes hosts and exporter and evaluates the rules. */
  public RealPrometheus prometheus() {
    return prometheus;
  }

  /** Messages on the phone about hosts, in the order in which they arrived. */
  public List<TelegramMessage> messages() {
    return telegram.messages().stream()
        .filter(message -> ABOUT_HOSTS.matcher(message.plainText()).find())
        .toList();
  }

  /** Those of the messages that name a host. */
  public List<TelegramMessage> messagesOf(String host) {
    return messages().stream().filter(message -> names(message, host)).toList();
  }

  /** The alerts about a host that Alertmanager has. */
  public List<JsonNode> alertsOf(String host) throws IOException {
    return alertmanager.alerts().stream()
        .filter(alert -> alert.at("/labels/instance").asText().equals(host + ":9100"))
        .toList();
  }

  /** Waits until no alert about a host fires or is pending. */
  public void awaitNoAlert() {
    await("no alert about a host is there")
        .until(() -> prometheus.query(ALERTS_ABOUT_HOSTS), List::isEmpty);
  }

  /** Whether a message names a host, and not only another host whose name begins so. */
  public static boolean names(TelegramMessage message, String host) {
    return Pattern.compile("\\b" + Pattern.quote(host) + "\\b").matcher(message.plainText()).find();
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
