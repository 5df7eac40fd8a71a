package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.ScrapeConfig;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.server.FleetServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Which alerts keep the time they were firing in from being learned, as Prometheus itself records
 * them, now and in the past. Alertmanager is down meanwhile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LearnedHistoryIT {
  private static final PrometheusVersion VERSION = PrometheusVersion.TWO;

  /** Prometheus requires no password and accepts any. */
  private static final String PASSWORD = "hunter2";

  /** An alert about the first fired, one about the second fires; none about the third counts. */
  private static final List<String> HOSTS = List.of("web-1", "db-1", "web-2");

  private static final Duration LENGTH = Duration.ofHours(1);
  private static final Duration FIRING = Duration.ofMinutes(10);
  private static final Duration STEP = Duration.ofSeconds(5);

  /** For so long Prometheus still shows the last sample of a series that just breaks off. */
  private static final Duration LOOKBACK = Duration.ofMinutes(5);

  /** Until Prometheus scrapes. */
  private static final Duration HEAD_START = Duration.ofSeconds(3);

  /** All but the first are alerts of which none is an incident of a host. */
  private static final String RULES =
      """
      groups:
        - name: alerts
          interval: 1s
          rules:
            - alert: HostOverloaded
              expr: up{job="node", instance="db-1:9100"}
              labels: {severity: critical}
            - alert: InstanceAnomalous
              expr: up{job="node", instance="web-2:9100"}
              labels: {severity: warning, source: anomaly-exporter, detector: node}
            - alert: Watchdog
              expr: up{job="node", instance="web-2:9100"}
              labels: {severity: critical}
            - alert: Deploying
              expr: up{job="node", instance="web-2:9100"}
              labels: {severity: info}
            - alert: Standby
              expr: up{job="node", instance="web-2:9100"}
              labels: {severity: none}
            - alert: JobSlow
              expr: sum by (job) (up{job="node"})
              labels: {severity: critical}
            - alert: NotYet
              expr: up{job="node", instance="web-2:9100"}
              for: 1h
              labels: {severity: critical}
      """;

  private final Path directory = Tools.workspace(LearnedHistoryIT.class);
  private final String closedPort = "127.0.0.1:" + Ports.free();

  @AutoClose private FleetServer fleet;
  @AutoClose private RealPrometheus prometheus;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    Path data = directory.resolve("data");
    Instant now = Instant.now();
    SimulatedFleet hosts = History.fleet(HOSTS);
    History.add(hosts, now.minus(LENGTH), now.plus(HEAD_START), History.FINE, Map.of(), data);
    History.add(pastAlerts(now.minus(LENGTH.dividedBy(2))), data);
    fleet = Site.serve(hosts);
    Files.writeString(directory.resolve("rules.yml"), RULES);
    ScrapeConfig config = new ScrapeConfig();
    HOSTS.forEach(host -> config.host(fleet, host, Map.of("instance", host + ":9100")));
    prometheus =
        RealPrometheus.start(
            VERSION,
            directory,
            config + "rule_files: ['" + directory.resolve("rules.yml") + "']\n");
    // A query offset and a step later the grid of the training has a point at which it fires.
    await("an alert fires")
        .until(
            () ->
                !prometheus
                    .query("ALERTS{alertname=\"HostOverloaded\", alertstate=\"firing\"} offset 7s")
                    .isEmpty());
    exporter =
        ExporterProcess.start(
            directory,
            Ports.free(),
            ExporterConfig.of(withPassword(prometheus.url().getAuthority()))
                .withAlertmanager(withPassword(closedPort))
                .with("step", STEP.toSeconds() + "s")
                .with("history", LENGTH.toHours() + "h")
                .with("min_history", "30m")
                .with("model", "{epochs: 2}"));
    await("trained").until(() -> !exporter.modelVersion().isEmpty());
  }

  private static URI withPassword(String authority) {
    return URI.create("http://sre:" + PASSWORD + "@" + authority);
  }

  /** An incident of one host, and for another one what is none. */
  private static String pastAlerts(Instant start) {
    StringBuilder text = new StringBuilder("# TYPE ALERTS gauge\n");
    for (String labels :
        List.of(
            "alertname=\"HostDown\",instance=\"web-1:9100\",severity=\"critical\"",
            "alertname=\"HostDown\",instance=\"unknown:9100\",severity=\"critical\"",
            "alertname=\"InstanceAnomalous\",instance=\"web-2:9100\",severity=\"warning\","
                + "source=\"anomaly-exporter\"",
            "alertname=\"Watchdog\",instance=\"web-2:9100\",severity=\"none\"")) {
      for (Duration since = Duration.ZERO;
          since.compareTo(FIRING) <= 0;
          since = since.plusSeconds(15)) {
        text.append(
            "ALERTS{alertstate=\"firing\",job=\"node\",%s} 1 %s%n"
                .formatted(labels, start.plus(since).getEpochSecond()));
      }
    }
    return text.append("# EOF\n").toString();
  }

  @Test
  void incidents_of_a_host_are_left_out_of_its_training_and_nothing_else_is() throws IOException {
    Map<String, Integer> rows = rowsLeftOutForAlerts();

    assertThat(rows).containsOnlyKeys("web-1:9100", "web-2:9100", "db-1:9100");
    assertThat(rows.get("web-1:9100"))
        .as("as long as it fired, and a little longer")
        .isBetween(rows(FIRING), rows(FIRING.plus(LOOKBACK)) + 20);
    assertThat(rows.get("db-1:9100")).as("since just now").isBetween(1, 30);
    assertThat(rows.get("web-2:9100")).isZero();
  }

  private static int rows(Duration length) {
    return Math.toIntExact(length.dividedBy(STEP));
  }

  private Map<String, Integer> rowsLeftOutForAlerts() throws IOException {
    Exporter.Outcome shown =
        Exporter.run(
            directory.resolve("show"),
            "models",
            "show",
            "--json",
            "--config.file=" + directory.resolve("anomaly-exporter.yml"),
            "--storage.path=" + directory.resolve("storage"));
    assertThat(shown.exitCode()).as("%s", shown).isZero();
    Map<String, Integer> rows = new TreeMap<>();
    for (JsonNode row : new ObjectMapper().readTree(shown.out()).path("rows")) {
      JsonNode leftOut = row.path("left_out");
      if (leftOut.has("alert")) {
        rows.put(row.path("instance").path("instance").asText(), leftOut.path("alert").asInt());
      }
    }
    return rows;
  }

  @Test
  void how_much_was_left_out_is_a_metric() throws IOException {
    assertThat(leftOutRatio("alert")).isBetween(0.03, 0.2);
    assertThat(leftOutRatio("silence")).isZero();
    assertThat(leftOutRatio("calendar")).isZero();
  }

  private double leftOutRatio(String reason) throws IOException {
    return exporter
        .metrics()
        .find("anomaly_model_left_out_ratio", Map.of("detector", "node", "reason", reason))
        .orElseThrow();
  }

  @Test
  void unknown_silences_are_logged_and_counted() throws IOException {
    assertThat(exporter.log())
        .anyMatch(
            line ->
                line.contains("level=WARN")
                    && line.contains("silences cannot be read")
                    && line.contains("http://" + closedPort))
        .anyMatch(
            line ->
                line.contains("level=WARN")
                    && line.contains("detector node: silences from ")
                    && line.contains("are unknown; this time is used for training"));
    assertThat(unknown("silences")).isEqualTo(1);
    assertThat(unknown("alerts")).isZero();
    assertThat(exporter.metrics().find("anomaly_exporter_alertmanager_up", Map.of())).hasValue(0);
  }

  @Test
  void no_password_is_logged() throws IOException {
    assertThat(exporter.log())
        .anyMatch(line -> line.contains("querying http://" + prometheus.url().getAuthority()))
        .noneMatch(line -> line.contains(PASSWORD));
  }

  private double unknown(String source) throws IOException {
    return exporter
        .metrics()
        .find(
            "anomaly_exporter_exemptions_unknown_total",
            Map.of("detector", "node", "source", source))
        .orElseThrow();
  }
}
