package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.run.PrometheusSource;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.samples.Sample;
import io.github.anomalyexporter.server.samples.SampleLimits;
import io.github.anomalyexporter.server.samples.SampleStore;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The past values of features by HTTP, at a fixed time. */
class FeatureHistoryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = KnownState.TIME;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String FEATURES = "/api/v1/instances/web-1:9100/features";

  private static final String PUMPS =
      """
      detectors:
        - name: pumps
          source: push
          features:
            - {name: flow, unit: l/s}
            - {name: load, unit: ratio}
          engineered_features:
            - {name: flow_change, change: flow, window: 2m}
      """;

  private final HttpClient client = new DocumentedClient(HttpClient.newHttpClient());
  private final ObedientExporter exporter = new ObedientExporter();
  @AutoClose private final WebServer server = exporter.serve(true);

  FeatureHistoryTest() throws ConfigException {}

  private JsonNode get(String path, int status) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }

  /** A host whose memory leaves its usual level 10 minutes before the end. */
  private static Frame leaking(List<Labels> instances, TimeRange range) {
    List<float[]> tables = new ArrayList<>();
    for (int i = 0; i < instances.size(); i++) {
      float[] cells = new float[2 * range.points()];
      for (int row = 0; row < range.points(); row++) {
        boolean late = range.at(row).isAfter(NOW.minus(MINUTE.multipliedBy(10)));
        cells[2 * row] = row == range.points() - 1 ? Float.NaN : 0.5f;
        cells[2 * row + 1] = late ? 2500 : 500.5f;
      }
      tables.add(cells);
    }
    return new Frame(range, List.of("cpu", "memory"), instances, tables);
  }

  private static List<String> names(JsonNode features) {
    return StreamSupport.stream(features.spliterator(), false)
        .map(it -> it.path("name").asText())
        .toList();
  }

  @Test
  void features_have_values_and_what_the_model_expects() throws IOException, InterruptedException {
    exporter.rows = FeatureHistoryTest::leaking;

    JsonNode document = get(FEATURES, 200);
    JsonNode history = document.at("/data/0");

    assertThat(document.has("warnings")).isFalse();
    assertThat(document.path("data")).hasSize(1);
    assertThat(history.path("model").asText()).isEqualTo("20260302T110000Z");
    assertThat(history.path("step").asText()).isEqualTo("PT1M");
    assertThat(history.path("times")).hasSize(181);
    assertThat(history.at("/times/0").asText()).isEqualTo("2026-03-02T09:00:00Z");
    assertThat(history.at("/scores/0").asDouble()).isLessThan(1);
    assertThat(history.at("/scores/180").asDouble()).isGreaterThan(1);
    assertThat(history.at("/thresholds/180").asDouble()).isEqualTo(2);
    assertThat(names(history.path("features"))).containsExactly("memory", "cpu");
    JsonNode memory = history.at("/features/0");
    assertThat(memory.path("unit").asText()).isEqualTo("bytes");
    for (String array : List.of("actual", "expected", "lower", "upper", "contribution")) {
      assertThat(memory.path(array)).as(array).hasSize(181);
    }
    assertThat(memory.path("query").asText())
        .isEqualTo(
            "(memory) and on (instance, job) label_replace(label_replace(vector(1),"
                + " \"instance\", \"web-1:9100\", \"\", \"\"), \"job\", \"node\", \"\", \"\")");
    assertThat(memory.at("/actual/180").asDouble()).isEqualTo(2500);
    assertThat(memory.at("/expected/180").asDouble()).isEqualTo(500);
    assertThat(memory.at("/lower/180").asDouble()).isCloseTo(497, within(1e-3));
    assertThat(memory.at("/upper/180").asDouble()).isCloseTo(503, within(1e-3));
    assertThat(memory.at("/contribution/180").asDouble()).isGreaterThan(0.5);
    assertThat(history.at("/features/1/actual/180").isNull()).isTrue();
    assertThat(history.at("/features/1/expected/180").isNull()).isTrue();
    assertThat(history.at("/features/1/lower/180").isNull()).isTrue();
  }

  @Test
  void a_range_and_features_can_be_selected() throws IOException, InterruptedException {
    exporter.rows = FeatureHistoryTest::leaking;

    JsonNode history =
        get(
                FEATURES
                    + "?feature=cpu&start=2026-03-02T10:00:30Z&end=2026-03-02T10:05:59Z&job=node",
                200)
            .at("/data/0");

    assertThat(history.path("times"))
        .hasToString(
            "[\"2026-03-02T10:01:00Z\",\"2026-03-02T10:02:00Z\",\"2026-03-02T10:03:00Z\",\"2026-03-02T10:04:00Z\",\"2026-03-02T10:05:00Z\"]");
    assertThat(names(history.path("features"))).containsExactly("cpu");
    assertThat(get(FEATURES + "?end=2026-03-02T15:00:00Z", 200).at("/data/0/times/180").asText())
        .as("a time in the future is now")
        .isEqualTo(NOW.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "start=2026-03-01T00:00:00Z | start: expected at most 1500 points of the detector's step, 1m, until end; ask for several parts, or for /history, found 2161 points",
        "start=2026-03-02T12:00:00Z | start: expected a time at least a step, 1m, before end, 2026-03-02T12:00:00Z, found 2026-03-02T12:00:00Z",
        "start=2026-03-02T13:00:00Z&end=2026-03-02T14:00:00Z | start: expected a time at least a step, 1m, before end, 2026-03-02T12:00:00Z, found 2026-03-02T13:00:00Z",
        "feature=cpu&feature=disk | feature: expected one of cpu, memory, found 'disk'",
        "step=5m | 'step': expected one of the parameters detector, end, feature, instance, job, start, found an unknown name",
      })
  void a_wrong_parameter_is_named(String query, String message)
      throws IOException, InterruptedException {
    assertThat(get(FEATURES + "?" + query, 400).path("error").asText()).isEqualTo(message);
  }

  @Test
  void the_longest_range_has_1500_points() throws IOException, InterruptedException {
    assertThat(get(FEATURES + "?start=2026-03-01T11:01:00Z", 200).at("/data/0/times"))
        .hasSize(1_500);
  }

  @Test
  void an_unknown_instance_has_no_features() throws IOException, InterruptedException {
    get("/api/v1/instances/a/b/features", 404);
    get(FEATURES + "?job=other", 404);
  }

  @Test
  void without_a_model_there_are_actual_values_only(@TempDir Path directory)
      throws IOException, InterruptedException, ConfigException {
    Labels pump = Labels.of("instance", "p1");
    try (DetectorState pumps =
            new DetectorState(ConfigFile.parse("test.yml", PUMPS).detectors().get(0));
        SampleStore samples =
            SampleStore.open(
                directory.resolve("samples.mv"),
                List.of("flow", "load"),
                new SampleLimits(MINUTE, Duration.ofDays(7), Duration.ofHours(2), 2),
                exporter.clock())) {
      List<Sample> batch = new ArrayList<>();
      for (int minute = 0; minute < 30; minute++) {
        batch.add(
            new Sample(
                pump,
                NOW.minus(MINUTE.multipliedBy(minute)),
                new float[] {100 - minute, minute == 3 ? Float.NaN : 0.25f}));
      }
      samples.append(batch);
      pumps.board().publish(pumps.model().score(samples.frame(List.of(pump), window())), NOW);
      exporter.others = List.of(new RunningDetector(pumps, Exemptions.NONE, () -> samples));

      JsonNode document = get("/api/v1/instances/p1/features?start=2026-03-02T11:55:00Z", 200);

      assertThat(document.at("/data/0/features/0/query").isNull()).isTrue();
      assertThat(document.at("/warnings/0").asText())
          .isEqualTo(
              "detector pumps, {instance=\"p1\"}: no model yet, so there are neither scores nor expected values");
      JsonNode history = document.at("/data/0");
      assertThat(history.path("model").isNull()).isTrue();
      assertThat(history.path("scores")).hasSize(6).allMatch(JsonNode::isNull);
      assertThat(names(history.path("features"))).containsExactly("flow", "load", "flow_change");
      assertThat(history.at("/features/0/actual")).hasToString("[95.0,96.0,97.0,98.0,99.0,100.0]");
      assertThat(history.at("/features/1/actual")).hasToString("[0.25,0.25,null,0.25,0.25,0.25]");
      assertThat(history.at("/features/2/actual")).hasToString("[2.0,2.0,2.0,2.0,2.0,2.0]");
      assertThat(history.at("/features/0/expected")).allMatch(JsonNode::isNull);
    }
  }

  private static TimeRange window() {
    return TimeRange.endingAt(NOW, MINUTE, 70);
  }

  @Test
  void values_are_queried_from_prometheus_or_are_unavailable()
      throws IOException, InterruptedException {
    try (FakePrometheus prometheus = new FakePrometheus()) {
      PrometheusClient queries = prometheus.client();
      exporter.rows = new PrometheusSource(exporter.state, queries);
      prometheus.put("cpu", KnownState.ANOMALOUS, time -> 2.5);
      prometheus.put("memory", KnownState.ANOMALOUS, time -> 2500.0);
      String path = FEATURES + "?start=2026-03-02T11:59:00Z";

      JsonNode memory = get(path, 200).at("/data/0/features/1");

      assertThat(memory.path("actual")).hasToString("[2500.0,2500.0]");
      assertThat(memory.path("expected")).hasToString("[500.0,500.0]");
      // The forecast and the smoothing look back on 64 rows.
      assertThat(prometheus.asked())
          .containsExactly(
              "cpu 2026-03-02T10:20:00Z to 2026-03-02T12:00:00Z",
              "memory 2026-03-02T10:20:00Z to 2026-03-02T12:00:00Z");

      prometheus.fail(FakePrometheus.EVERYTHING, 500, "no");
      JsonNode failed = get(path, 503);
      assertThat(failed.path("errorType").asText()).isEqualTo("unavailable");
      assertThat(failed.path("error").asText()).startsWith("Prometheus did not answer: ");

      queries.close();
      assertThat(get(path, 503).path("error").asText())
          .isEqualTo("the configuration is being reloaded; try again");
    }
  }
}
