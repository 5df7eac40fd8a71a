package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The comparison of a time window by HTTP, of samples in a real store. */
class ComparedWindowTest {
  private static final HttpClient CLIENT = new DocumentedClient(HttpClient.newHttpClient());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = KnownState.TIME;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String COMPARISON = "/api/v1/detectors/pumps/comparison";
  private static final String HALF_HOUR = COMPARISON + "?start=2026-03-02T11:30:00Z";

  private static final String PUMPS =
      """
      detectors:
        - name: pumps
          source: push
          features:
            - {name: flow, unit: l/s}
            - {name: load, unit: ratio}
      """;

  @TempDir Path directory;
  private final ObedientExporter exporter = new ObedientExporter();
  private final List<Sample> batch = new ArrayList<>();
  private DetectorState pumps;
  private SampleStore samples;
  private WebServer server;

  @BeforeEach
  void start() throws ConfigException {
    pumps = new DetectorState(ConfigFile.parse("test.yml", PUMPS).detectors().get(0));
    samples =
        SampleStore.open(
            directory.resolve("samples.mv"),
            List.of("flow", "load"),
            new SampleLimits(MINUTE, Duration.ofDays(7), Duration.ofHours(2), 9),
            exporter.clock());
    exporter.others = List.of(new RunningDetector(pumps, Exemptions.NONE, () -> samples));
    server = exporter.serve(true);
  }

  @AfterEach
  void stop() {
    server.close();
    samples.close();
    pumps.close();
  }

  private JsonNode get(String path, int status) throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }

  private static Labels pump(int number) {
    return Labels.of("instance", "p" + number);
  }

  /** Three hours of five pumps: a flow rises at 11:40, a pump stops at 11:50. */
  private void threeHours() {
    for (int number = 1; number <= 5; number++) {
      for (int ago = 180; ago >= 0; ago--) {
        boolean stopped = number == 4 && ago < 10;
        if (!stopped) {
          float noise = (7 * ago + 3 * number) % 11 / 100f;
          float flow = number == 2 && ago <= 20 ? 18 : 10;
          batch.add(
              new Sample(
                  pump(number),
                  NOW.minus(MINUTE.multipliedBy(ago)),
                  new float[] {flow + noise, 0.5f + noise}));
        }
      }
    }
    store();
  }

  /** Stores the samples, and publishes all pumps on the board. */
  private void store() {
    samples.append(batch);
    List<Labels> known = IntStream.rangeClosed(1, 5).mapToObj(ComparedWindowTest::pump).toList();
    TimeRange window = TimeRange.endingAt(NOW, MINUTE, 70);
    pumps.board().publish(pumps.model().score(samples.frame(known, window)), NOW);
  }

  private static List<String> names(JsonNode instances) {
    return StreamSupport.stream(instances.spliterator(), false)
        .map(it -> it.at("/labels/instance").asText())
        .toList();
  }

  @Test
  void what_stopped_or_changed_is_first_and_in_the_order_of_its_onset()
      throws IOException, InterruptedException {
    threeHours();

    JsonNode document = get(HALF_HOUR, 200);
    JsonNode data = document.path("data");

    assertThat(document.has("warnings")).isFalse();
    assertThat(data.path("baseline_start").asText()).isEqualTo("2026-03-02T09:30:00Z");
    assertThat(data.path("baseline_end").asText()).isEqualTo("2026-03-02T11:30:00Z");
    assertThat(data.path("step").asText()).isEqualTo("PT1M");
    assertThat(data.path("instances_compared").asInt()).isEqualTo(5);
    assertThat(data.path("instances_changed").asInt()).isEqualTo(2);
    assertThat(names(data.path("instances"))).hasSize(5).startsWith("p4", "p2");
    JsonNode gone = data.at("/instances/0/features/0");
    assertThat(gone.path("missing_in").asText()).isEqualTo("window");
    assertThat(gone.path("onset").asText()).isEqualTo("2026-03-02T11:51:00Z");
    JsonNode risen = data.at("/instances/1/features/0");
    assertThat(risen.path("feature").asText()).isEqualTo("flow");
    assertThat(risen.path("unit").asText()).isEqualTo("l/s");
    assertThat(risen.path("change").asDouble()).isGreaterThan(50);
    assertThat(risen.path("missing_in").isNull()).isTrue();
    assertThat(risen.path("baseline_median").asText()).startsWith("10.0");
    assertThat(risen.path("window_median").asText()).startsWith("18.0");
    assertThat(names(data.path("order"))).containsExactly("p2", "p4");
    assertThat(data.at("/order/0/onset").asText()).isEqualTo("2026-03-02T11:40:00Z");
    assertThat(data.at("/order/0/feature").asText()).isEqualTo("flow");
    assertThat(data.at("/features/0/feature").asText()).isEqualTo("flow");
    assertThat(data.at("/features/0/instances_changed").asInt()).isEqualTo(2);
  }

  @Test
  void instances_are_selected_and_limited() throws IOException, InterruptedException {
    threeHours();
    String selector = URLEncoder.encode("{instance=~\"p[1-3]\"}", StandardCharsets.UTF_8);

    JsonNode selected = get(HALF_HOUR + "&match%5B%5D=" + selector, 200).path("data");
    JsonNode limited = get(HALF_HOUR + "&limit=1", 200).path("data");

    assertThat(names(selected.path("instances"))).hasSize(3).startsWith("p2");
    assertThat(names(limited.path("instances"))).containsExactly("p4");
    assertThat(names(limited.path("order"))).containsExactly("p2");
    assertThat(limited.path("instances_compared").asInt()).isEqualTo(5);
  }

  @Test
  void a_baseline_can_be_after_the_window() throws IOException, InterruptedException {
    threeHours();

    JsonNode data =
        get(
                COMPARISON
                    + "?start=2026-03-02T10:00:00Z&end=2026-03-02T10:30:00Z"
                    + "&baseline_start=2026-03-02T10:30:00Z&baseline_end=2026-03-02T11:30:00Z",
                200)
            .path("data");

    assertThat(data.path("instances_changed").asInt()).isZero();
    assertThat(data.path("order")).isEmpty();
  }

  @Test
  void a_long_window_has_a_longer_step() throws IOException, InterruptedException {
    threeHours();

    assertThat(get(COMPARISON + "?start=2026-03-02T10:00:00Z", 200).at("/data/step").asText())
        .isEqualTo("PT1M");
    assertThat(get(COMPARISON + "?start=2026-03-02T09:59:00Z", 200).at("/data/step").asText())
        .isEqualTo("PT2M");
    assertThat(get(COMPARISON + "?start=2026-02-28T12:00:00Z", 200).at("/data/step").asText())
        .isEqualTo("PT24M");
  }

  @Test
  void what_has_no_samples_is_unknown() throws IOException, InterruptedException {
    threeHours();

    JsonNode document =
        get(COMPARISON + "?start=2026-03-01T12:00:00Z&end=2026-03-01T13:00:00Z", 200);

    assertThat(document.at("/warnings/0").asText())
        .isEqualTo(
            "no instance has enough samples in window and baseline; samples may not reach back to 2026-03-01T08:00:00Z");
    assertThat(document.at("/data/instances/0/change").isNull()).isTrue();
    assertThat(document.at("/data/features/0/change").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "end=2026-03-02T12:01:00Z | end: expected a time that is not in the future, at most 2026-03-02T12:00:00Z, found 2026-03-02T12:01:00Z",
        "start=2026-03-02T12:00:00Z | start: expected a time before end, 2026-03-02T12:00:00Z, found 2026-03-02T12:00:00Z",
        "start=2026-03-02T11:58:00Z | start: expected at least 3 points of the step, 1m, until 2026-03-02T12:00:00Z, found 2 points",
        "baseline_start=2026-03-02T11:00:00Z | baseline_start: expected a time before baseline_end, 2026-03-02T11:00:00Z, found 2026-03-02T11:00:00Z",
        "baseline_start=2026-03-02T10:58:00Z | baseline_start: expected at least 3 points of the step, 1m, until 2026-03-02T11:00:00Z, found 2 points",
        "baseline_end=2026-03-02T11:30:00Z | baseline_start: expected a baseline up to start, 2026-03-02T11:00:00Z, or from end, 2026-03-02T12:00:00Z, on, found 2026-03-02T07:30:00Z to 2026-03-02T11:30:00Z",
        "baseline_start=1971-01-01T00:00:00Z | start: expected at most 16000000 values in window and baseline; shorten them, or select instances by match[], found 5 instances with 2 features at 29015280 points",
        "limit=1001 | limit: expected a whole number from 1 to 1000, found '1001'",
        "match=x | 'match': expected one of the parameters baseline_end, baseline_start, end, limit, match[], start, found an unknown name",
      })
  void a_wrong_parameter_is_named(String query, String message)
      throws IOException, InterruptedException {
    threeHours();

    assertThat(get(COMPARISON + "?" + query, 400).path("error").asText()).isEqualTo(message);
  }

  /** Flow and load of a pump have the same noise, and the pumps a noise of their own. */
  @Test
  void features_that_moved_together_are_correlated() throws IOException, InterruptedException {
    threeHours();
    JsonNode found =
        get(
                "/api/v1/detectors/pumps/correlation?start=2026-03-02T10:00:00Z&end=2026-03-02T11:30:00Z"
                    + "&match%5B%5D=%7Binstance%3D~%22p1%7Cp3%22%7D",
                200)
            .path("data");

    assertThat(found.path("series"))
        .extracting(it -> it.at("/labels/instance").asText() + " " + it.path("feature").asText())
        .containsExactlyInAnyOrder("p1 flow", "p1 load", "p3 flow", "p3 load");
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        boolean same =
            found
                .path("series")
                .path(i)
                .at("/labels/instance")
                .asText()
                .equals(found.path("series").path(j).at("/labels/instance").asText());
        double correlation = found.path("correlations").path(i).path(j).asDouble();
        assertThat(Math.abs(correlation) > 0.99).as(i + ", " + j).isEqualTo(same);
      }
    }
    assertThat(Math.abs(found.at("/correlations/0/1").asDouble())).isGreaterThan(0.99);
  }

  @Test
  void what_is_not_known_has_no_correlation() throws IOException, InterruptedException {
    threeHours();
    JsonNode found =
        get(
                "/api/v1/detectors/pumps/correlation?start=2026-03-02T11:51:00Z&feature=flow"
                    + "&match%5B%5D=%7Binstance%3D~%22p1%7Cp4%22%7D",
                200)
            .path("data");
    String json = found.path("correlations").toString();
    assertThat(found.path("series")).hasSize(2);
    assertThat(json).contains("null").contains("1.0").doesNotContain("0.0,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "feature=speed | feature: expected one of flow, load, found 'speed'",
        "start=2026-02-28T12:00:00Z | start: expected at most 1500 points",
        "features=flow | features",
      })
  void a_correlation_that_cannot_be_computed_says_why(String query, String message)
      throws IOException, InterruptedException {
    threeHours();
    assertThat(get("/api/v1/detectors/pumps/correlation?" + query, 400).path("error").asText())
        .contains(message);
    get("/api/v1/detectors/other/correlation", 404);
  }

  @Test
  void an_unknown_detector_has_no_comparison() throws IOException, InterruptedException {
    get("/api/v1/detectors/other/comparison", 404);
  }

  @Test
  void values_are_queried_from_prometheus_or_are_unavailable()
      throws IOException, InterruptedException {
    try (FakePrometheus prometheus = new FakePrometheus()) {
      PrometheusClient queries = prometheus.client();
      exporter.rows = new PrometheusSource(exporter.state, queries);
      for (Labels instance : List.of(KnownState.ANOMALOUS, KnownState.NEW)) {
        prometheus.put("cpu", instance, time -> 0.5);
        prometheus.put(
            "memory",
            instance,
            time ->
                instance.equals(KnownState.NEW) && time.isAfter(NOW.minusSeconds(900)) ? 9e9 : 1e9);
      }
      String path = "/api/v1/detectors/node/comparison?start=2026-03-02T11:30:00Z";

      JsonNode data = get(path, 200).path("data");

      assertThat(data.path("instances_compared").asInt()).isEqualTo(5);
      assertThat(names(data.path("instances"))).startsWith("new-1:9100", "web-1:9100");
      assertThat(names(data.path("order"))).containsExactly("new-1:9100");
      assertThat(data.at("/order/0/onset").asText()).isEqualTo("2026-03-02T11:46:00Z");
      assertThat(prometheus.asked())
          .containsExactly(
              "cpu 2026-03-02T09:31:00Z to 2026-03-02T11:30:00Z",
              "cpu 2026-03-02T11:31:00Z to 2026-03-02T12:00:00Z",
              "memory 2026-03-02T09:31:00Z to 2026-03-02T11:30:00Z",
              "memory 2026-03-02T11:31:00Z to 2026-03-02T12:00:00Z");

      prometheus.fail(FakePrometheus.EVERYTHING, 500, "no");
      assertThat(get(path, 503).path("error").asText()).startsWith("Prometheus did not answer: ");
      queries.close();
      assertThat(get(path, 503).path("error").asText())
          .isEqualTo("the configuration is being reloaded; try again");
    }
  }
}
