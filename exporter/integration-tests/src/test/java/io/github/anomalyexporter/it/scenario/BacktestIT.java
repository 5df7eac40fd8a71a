package io.github.anomalyexporter.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.Http;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.ScrapeConfig;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code backtest} over two days in a real Prometheus, near the end of which a host suffered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BacktestIT {
  private static final PrometheusVersion VERSION = PrometheusVersion.THREE;
  private static final IncidentKind KIND = IncidentKind.CPU_HOG;
  private static final Instant ONSET = History.SHARED_END.minus(Duration.ofHours(4));
  private static final Instant CALM = ONSET.plus(Duration.ofMinutes(40));

  /** While rates still have samples on both sides. */
  private static final Instant END = History.SHARED_END.minus(Duration.ofMinutes(1));

  /** An alert of the user that fires late. */
  private static final Instant FIRING = ONSET.plus(Duration.ofMinutes(10));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory = Tools.workspace(BacktestIT.class);

  @AutoClose private RealPrometheus prometheus;

  /** What the command prints as JSON, with the incident of a file. */
  private JsonNode printed;

  @BeforeAll
  void start() throws IOException {
    Path data = directory.resolve("data");
    SimulatedFleet fleet =
        History.fleet(List.of("web-1", "web-2", "db-1"))
            .with(Incident.of(KIND, "web-1", ONSET).until(CALM));
    History.add(fleet, History.BOOT, History.SHARED_END, History.COARSE, Map.of(), data);
    History.add(alerts(), data);
    prometheus = RealPrometheus.start(VERSION, directory, new ScrapeConfig().toString());
    Files.writeString(
        directory.resolve("anomaly-exporter.yml"),
        ExporterConfig.of(prometheus.url())
            .with("threshold", "{method: budget}")
            .with("training_interval", "6h")
            .with("history", "1d")
            .with("model", "{epochs: 10}")
            .toString());
    Path incidents =
        Files.writeString(
            directory.resolve("incidents.csv"),
            "instance,start,end,name\nweb-1:9100,%s,%s,cpu hog\n".formatted(ONSET, CALM));
    printed = JSON.readTree(backtest("file", incidents.toString(), "--json").out());
  }

  private static String alerts() {
    StringBuilder text = new StringBuilder("# TYPE ALERTS gauge\n");
    for (String labels :
        List.of(
            "alertname=\"HostOverloaded\",instance=\"web-1:9100\",severity=\"critical\"",
            "alertname=\"Watchdog\",instance=\"web-2:9100\",severity=\"critical\"")) {
      for (Instant time = FIRING; time.isBefore(CALM); time = time.plusSeconds(15)) {
        text.append(
            "ALERTS{alertstate=\"firing\",job=\"node\",%s} 1 %s%n"
                .formatted(labels, time.getEpochSecond()));
      }
    }
    return text.append("# EOF\n").toString();
  }

  private Exporter.Outcome backtest(String name, String incidents, String... more) {
    String[] arguments = {
      "backtest",
      "--config.file=" + directory.resolve("anomaly-exporter.yml"),
      "--storage.path=" + directory.resolve("storage"),
      "--start=" + END.minus(Duration.ofHours(12)),
      "--end=" + END.getEpochSecond(),
      "--incidents=" + incidents,
      more.length == 0 ? "--log.level=info" : more[0]
    };
    Exporter.Outcome outcome = Exporter.run(directory.resolve(name), arguments);
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(directory.resolve("storage")).as("nothing is stored").doesNotExist();
    return outcome;
  }

  @Test
  void an_incident_of_a_file_is_found_and_explained() {
    JsonNode result = printed;

    assertThat(result.path("trainings").asInt()).isEqualTo(2);
    assertThat(result.path("host_days").asDouble()).isEqualTo(1.5);
    assertThat(result.path("incidents_counted").asInt()).isEqualTo(1);
    assertThat(result.path("incidents_found").asInt()).isEqualTo(1);
    assertThat(result.path("median_detection_delay_seconds").asInt()).isBetween(0, 10 * 60);
    JsonNode alert = alertOf(result, "web-1:9100");
    assertThat(alert.path("incidents").path(0).asText()).isEqualTo("cpu hog");
    assertThat(alert.path("peak_score").asDouble()).isGreaterThan(2);
    assertThat(alert.path("features").findValuesAsText("feature"))
        .containsAnyElementsOf(KIND.leadingFeatures());
    assertThat(alert.path("features").path(0).path("expected").isNumber()).isTrue();
    assertPreflight(result.path("preflight"));
  }

  private static JsonNode alertOf(JsonNode result, String instance) {
    for (JsonNode alert : result.path("alerts")) {
      if (alert.path("labels").path("instance").asText().equals(instance)) {
        return alert;
      }
    }
    throw new AssertionError("no alert about " + instance + ": " + result.path("alerts"));
  }

  private static void assertPreflight(JsonNode preflight) {
    assertThat(preflight.path("instances").asInt()).isEqualTo(3);
    int queries = preflight.path("queries_per_training").asInt();
    assertThat(preflight.path("queries_per_scoring_run").asInt()).isEqualTo(queries + 1);
    assertThat(preflight.path("scoring_run").path("requests").asInt()).isEqualTo(queries + 1);
    assertThat(preflight.path("scoring_run").path("samples").asInt()).isGreaterThan(3 * 20);
    assertThat(preflight.path("history").path("requests").asInt()).isGreaterThanOrEqualTo(queries);
    assertThat(preflight.path("model_bytes").asInt()).isGreaterThan(10_000);
    assertThat(preflight.path("training_seconds").asDouble()).isPositive();
  }

  @Test
  void an_incident_of_the_alerts_in_prometheus_is_found_and_shown() {
    String table = backtest("alerts", "alerts").out();

    assertThat(table)
        .containsPattern("Incidents: 1 of 1 found .*median delay")
        .containsPattern("web-1:9100 +(critical|warning) .*HostOverloaded")
        .contains("expected ")
        .containsPattern("x 1.0 +<- in use +[0-9.]+ .* 1/1")
        .containsPattern("web-2:9100 +\\d+ .* 12h\n")
        .containsPattern("disk +[0-9.]+ MB per stored version");
  }

  @Test
  void the_running_exporter_does_the_same_and_cancels_another() throws IOException {
    try (ExporterProcess exporter =
        ExporterProcess.start(
            directory.resolve("serve"),
            Ports.free(),
            Files.readString(directory.resolve("anomaly-exporter.yml")))) {
      String preview =
          start(exporter, ", \"type\": \"autoencoder\", \"false_alarms_per_day\": 0.5");
      String same = start(exporter, "");

      exporter.awaitDocument(
          preview, it -> it.at("/data/progress/stage").asText().startsWith("training 1 of 2"));
      assertThat(exporter.send("DELETE", preview).status()).isEqualTo(200);
      exporter.awaitDocument(preview, it -> it.at("/data/state").asText().equals("cancelled"));

      JsonNode run =
          exporter.awaitDocument(same, it -> !it.at("/data/ended_at").isNull()).path("data");
      assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("succeeded");
      JsonNode result = run.path("result");
      for (String member : List.of("start", "end", "trainings", "host_days", "instances")) {
        assertThat(result.path(member)).as(member).isEqualTo(printed.path(member));
      }
      assertThat(result.path("alerts")).isNotEmpty().isEqualTo(withoutIncidents("alerts"));
      assertPreflight(result.path("preflight"));
      exporter.awaitNextScoring();
    }
  }

  /** Starts a backtest of the range of the command and returns its path. */
  private static String start(ExporterProcess exporter, String changes) throws IOException {
    Http.Answer answer =
        exporter.post(
            "/api/v1/backtests",
            "application/json",
            "{\"detector\": \"node\", \"start\": \"%s\", \"end\": %s%s}"
                .formatted(END.minus(Duration.ofHours(12)), END.getEpochSecond(), changes));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return "/api/v1/backtests/" + JSON.readTree(answer.body()).at("/data/id").asText();
  }

  private JsonNode withoutIncidents(String member) {
    JsonNode copy = printed.path(member).deepCopy();
    copy.forEach(each -> ((ObjectNode) each).remove("incidents"));
    return copy;
  }
}
