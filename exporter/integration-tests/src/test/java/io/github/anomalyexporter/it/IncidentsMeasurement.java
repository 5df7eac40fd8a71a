package io.github.anomalyexporter.it;

import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.server.FleetServer;
import io.github.anomalyexporter.testing.telegram.TelegramMessage;
import io.github.anomalyexporter.testing.telegram.TelegramServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from the onset of an incident to the request to Telegram, by stage, and what is
 * missed: twenty incidents on forty hosts, at most four at once, in real time, by the shipped rules
 * and the shipped configuration of Alertmanager. No test, for what it finds is a number and not
 * right or wrong: {@code make measure-incidents} runs it, in three quarters of an hour.
 */
class IncidentsMeasurement {
  private static final int HOSTS = 40;
  private static final int INCIDENTS = 20;
  private static final int AT_ONCE = 4;
  private static final long SEED = 1;

  /** A night and a day to learn from. */
  private static final Duration HISTORY = Duration.ofDays(2);

  /** promtool holds all samples of one call in memory. */
  private static final Duration HISTORY_PART = Duration.ofHours(12);

  private static final Duration HISTORY_INTERVAL = Duration.ofSeconds(20);

  /** Until Prometheus has found its targets and begins to scrape. */
  private static final Duration HEAD_START = Duration.ofSeconds(30);

  /** Longer than any window of the rules looks back at the time before the first scores. */
  private static final Duration SETTLED = Duration.ofMinutes(6);

  /** Not at the same moment of the intervals of scrapes, runs, rules and groups. */
  private static final Duration BETWEEN_ONSETS = Duration.ofSeconds(47);

  private static final String TOKEN = "1:token";
  private static final PrometheusVersion PROMETHEUS = PrometheusVersion.THREE;
  private static final AlertmanagerVersion ALERTMANAGER = AlertmanagerVersion.CURRENT;

  private final Path directory = Tools.workspace(IncidentsMeasurement.class);
  private final Deque<String> calmHosts = new ArrayDeque<>(SimulatedFleet.names(HOSTS));
  private final List<MeasuredIncident> active = new ArrayList<>();
  private final List<MeasuredIncident> ended = new ArrayList<>();

  /** An incident goes on for so long, or until it has been told of. */
  private static Duration patience(IncidentKind kind) {
    return switch (kind) {
      case VANISH -> Duration.ofMinutes(18);
      case MEMORY_LEAK -> Duration.ofMinutes(15);
      default -> Duration.ofMinutes(10);
    };
  }

  @Test
  void measure() throws Exception {
    Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);
    SimulatedFleet hosts = SimulatedFleet.of(SimulatedFleet.names(HOSTS), now.minus(HISTORY), SEED);
    writeHistory(hosts, now);
    int exporterPort = Ports.free();
    try (FleetServer fleet = Site.serve(hosts);
        TelegramServer telegram =
            TelegramServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TOKEN,
                InstantSource.system(),
                message -> {});
        RealAlertmanager alertmanager =
            RealAlertmanager.start(
                ALERTMANAGER,
                directory.resolve("alertmanager"),
                AlertmanagerConfig.shipped(ALERTMANAGER)
                    .installedIn(directory.resolve("alertmanager"), telegram.uri(), TOKEN)
                    .toString());
        RealPrometheus prometheus =
            RealPrometheus.start(
                PROMETHEUS,
                directory,
                prometheusConfig(fleet, exporterPort, alertmanager.authority()));
        ExporterProcess exporter =
            ExporterProcess.start(directory, exporterPort, exporterConfig(prometheus))) {
      await("all hosts are scored")
          .atMost(Duration.ofMinutes(15))
          .pollInterval(Duration.ofSeconds(5))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> exporter.instances().stream().filter(Instance::hasScore).count() == HOSTS);
      Thread.sleep(SETTLED.toMillis());
      run(fleet, telegram, prometheus);
      report(telegram.messages());
    }
  }

  private void writeHistory(SimulatedFleet hosts, Instant now) {
    for (Instant start = now.minus(HISTORY);
        start.isBefore(now);
        start = start.plus(HISTORY_PART)) {
      addHistory(hosts, start, start.plus(HISTORY_PART));
    }
    // What has passed since, and a little of the future, where the first scrapes follow.
    addHistory(hosts, now, Instant.now().plus(HEAD_START));
  }

  private void addHistory(SimulatedFleet hosts, Instant start, Instant end) {
    History.add(
        PROMETHEUS, hosts, start, end, HISTORY_INTERVAL, Map.of(), directory.resolve("data"));
  }

  private static String prometheusConfig(FleetServer fleet, int exporterPort, String alertmanager) {
    return """
    global: {scrape_interval: 15s, evaluation_interval: 15s}
    rule_files: ['%s/*.yml']
    alerting:
      alertmanagers:
        - static_configs: [{targets: ['%s']}]
    scrape_configs:
      - job_name: node
        http_sd_configs: [{url: '%s/targets'}]
      - job_name: anomaly-exporter
        honor_labels: true
        static_configs: [{targets: ['127.0.0.1:%d']}]
    """
        .formatted(
            Tools.shipped("rules").toAbsolutePath(), alertmanager, fleet.uri(), exporterPort);
  }

  private static String exporterConfig(RealPrometheus prometheus) {
    return """
    prometheus:
      url: %s
    detectors:
      - name: node
        selector: 'job="node"'
        scrape_interval: 15s
    """
        .formatted(prometheus.url());
  }

  private void run(FleetServer fleet, TelegramServer telegram, RealPrometheus prometheus)
      throws Exception {
    IncidentKind[] kinds = IncidentKind.values();
    Instant nextOnset = Instant.now();
    int begun = 0;
    while (begun < INCIDENTS || !active.isEmpty()) {
      Instant now = Instant.now();
      if (begun < INCIDENTS && active.size() < AT_ONCE && !now.isBefore(nextOnset)) {
        IncidentKind kind = kinds[begun++ % kinds.length];
        active.add(new MeasuredIncident(fleet.live().begin(kind, calmHosts.removeFirst(), null)));
        nextOnset = now.plus(BETWEEN_ONSETS);
      }
      for (MeasuredIncident incident : List.copyOf(active)) {
        Optional<Instant> told = incident.told(telegram.messages());
        Duration lasted = Duration.between(incident.onset(), now);
        if (told.isPresent() || lasted.compareTo(patience(incident.kind())) > 0) {
          incident.measure(prometheus, told, now);
          System.out.println(incident.row());
          fleet.live().end(incident.host());
          active.remove(incident);
          ended.add(incident);
        }
      }
      Thread.sleep(500);
    }
  }

  private void report(List<TelegramMessage> messages) throws IOException {
    String text = IncidentTable.of(ended, calmHosts, messages);
    System.out.println(text);
    Files.writeString(directory.resolve("incidents.md"), text);
  }
}
