package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.samples.SampleLimits;
import io.github.anomalyexporter.server.samples.SampleStore;
import io.github.anomalyexporter.server.samples.SampleStoreException;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows posted to a real server, with a real store; each response is as documented. */
class PostedRowsTest {
  private static final HttpClient CLIENT = new DocumentedClient(HttpClient.newHttpClient());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCORE = "/api/v1/detectors/node/score";
  private static final String SAMPLES = "/api/v1/detectors/pumps/samples";
  private static final Labels PUMP = Labels.of("instance", "p1");

  private static final String PUMPS =
      """
      detectors:
        - name: pumps
          source: push
          max_instances: 2
          features:
            - {name: flow, unit: l/s}
            - {name: load, unit: ratio}
      """;

  @TempDir Path directory;
  private final ObedientExporter exporter = new ObedientExporter();
  private SampleStore samples;
  private DetectorState pumps;
  private WebServer server;

  @BeforeEach
  void start() throws ConfigException {
    pumps = new DetectorState(ConfigFile.parse("test.yml", PUMPS).detectors().get(0));
    samples =
        SampleStore.open(
            directory.resolve("samples.mv"),
            List.of("flow", "load"),
            new SampleLimits(Duration.ofMinutes(1), Duration.ofDays(7), Duration.ofHours(2), 2),
            exporter.clock());
    exporter.others = List.of(new RunningDetector(pumps, Exemptions.NONE, () -> samples));
    open(true);
  }

  private void open(boolean lifecycle) throws ConfigException {
    server = exporter.serve(lifecycle);
  }

  @AfterEach
  void stop() {
    server.close();
    samples.close();
    pumps.close();
  }

  private HttpResponse<String> post(String path, String mediaType, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode csv(String path, int status, String text)
      throws IOException, InterruptedException {
    HttpResponse<String> response = post(path, "text/csv", text.getBytes(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }

  /** Rows a minute apart up to the time of the known state. */
  private static String rows(int count, String instance, double cpu, double memory) {
    StringBuilder text = new StringBuilder("time,instance,job,cpu,memory\n");
    for (int row = 1 - count; row <= 0; row++) {
      Instant time = KnownState.TIME.plus(Duration.ofMinutes(row));
      text.append("%s,%s,node,%s,%s%n".formatted(time, instance, cpu, memory));
    }
    return text.toString();
  }

  @Test
  void the_last_row_of_an_instance_is_scored_as_the_detector_scores_it() throws Exception {
    JsonNode scored =
        csv(SCORE, 200, rows(100, "web-1:9100", 2.5, 2500)).path("data").path("scored");

    JsonNode known =
        JSON.readTree(
                CLIENT
                    .send(
                        HttpRequest.newBuilder(
                                URI.create(
                                    "http://127.0.0.1:"
                                        + server.port()
                                        + "/api/v1/instances/web-1:9100"))
                            .build(),
                        BodyHandlers.ofString())
                    .body())
            .path("data")
            .path(0);
    assertThat(scored).hasSize(1);
    JsonNode row = scored.path(0);
    assertThat(row.path("state").asText()).isEqualTo("ok");
    assertThat(row.path("time").asText()).isEqualTo(KnownState.TIME.toString());
    assertThat(row.path("is_anomalous").asBoolean()).isTrue();
    assertThat(row.path("reconstruction_error").asDouble())
        .isCloseTo(known.path("reconstruction_error").asDouble(), within(1e-6));
    assertThat(row.path("rows").asInt()).isEqualTo(row.path("window").asInt());
    assertThat(row.path("features")).hasSize(2);
    assertThat(row.path("features").path(0).path("expected").asDouble()).isEqualTo(0.5);
  }

  @Test
  void scoring_changes_nothing_and_needs_no_permission() throws Exception {
    server.close();
    open(false);
    String before = exporter.state.board().read(KnownState.TIME).toString();

    csv(SCORE, 200, rows(100, "stranger", 9, 9));

    assertThat(exporter.state.board().read(KnownState.TIME)).hasToString(before);
  }

  @Test
  void a_row_without_the_rows_before_it_has_no_score_and_a_reason() throws Exception {
    JsonNode row =
        csv(SCORE, 200, rows(1, "web-1:9100", 2.5, 2.5)).path("data").path("scored").path(0);

    assertThat(row.path("state").asText()).isEqualTo("insufficient_data");
    assertThat(row.path("score").isNull()).isTrue();
    assertThat(row.path("is_anomalous").isNull()).isTrue();
    assertThat(row.path("reason").asText()).contains("a step apart, found 1");
  }

  @Test
  void a_detector_without_a_model_says_so() throws Exception {
    JsonNode row =
        csv("/api/v1/detectors/pumps/score", 200, "time,instance,flow\n2026-03-02T12:00:00Z,p1,3\n")
            .path("data")
            .path("scored")
            .path(0);

    assertThat(row.path("state").asText()).isEqualTo("no_model");
    assertThat(row.path("reason").asText()).isEqualTo("the detector has no model yet");
  }

  @Test
  void samples_are_stored_once() throws Exception {
    String json =
        """
        {"samples": [{"labels": {"instance": "p1"}, "time": "2026-03-02T11:59:30Z",
                      "features": {"flow": 12.5, "load": null}}]}
        """;
    byte[] body = json.getBytes(StandardCharsets.UTF_8);

    JsonNode first = JSON.readTree(post(SAMPLES, "application/json", body).body()).path("data");
    JsonNode again = JSON.readTree(post(SAMPLES, "application/json", body).body()).path("data");

    assertThat(first.path("added").asInt()).isEqualTo(1);
    assertThat(again.path("added").asInt()).isZero();
    assertThat(again.path("duplicates").asInt()).isEqualTo(1);
    assertThat(samples.instances(KnownState.TIME.minusSeconds(60), KnownState.TIME))
        .containsExactly(PUMP);
  }

  @Test
  void refused_rows_do_not_affect_the_others() throws Exception {
    JsonNode answer =
        csv(
            SAMPLES,
            200,
            """
            time,instance,flow,load
            2026-03-02T11:59:00Z,p1,1,0.5
            2026-03-02T11:59:00Z,p2,1,50
            2026-03-02T11:59:00Z,p1,2,0.5
            2026-03-02T12:30:00Z,p1,1,0.5
            """);

    assertThat(answer.path("data").path("added").asInt()).isEqualTo(1);
    assertThat(answer.path("data").path("refused").findValuesAsText("row"))
        .containsExactly("2", "3", "4");
    assertThat(answer.path("data").path("refused").findValuesAsText("error"))
        .containsExactly(
            "features.load: expected 0 to 1 (ratio), found 50; check the unit",
            "time: expected each time of an instance once, found that of row 1",
            "time: expected at most 2026-03-02T12:01:00Z, a minute after the clock of this machine,"
                + " found 2026-03-02T12:30:00Z");
    assertThat(answer.path("warnings").path(0).asText())
        .startsWith("3 rows were refused; row 2: features.load");
  }

  @Test
  void other_values_at_a_stored_time_and_further_instances_are_refused() throws Exception {
    csv(SAMPLES, 200, "time,instance,flow\n2026-03-02T11:59:00Z,p1,1\n2026-03-02T11:59:00Z,p2,1\n");

    JsonNode answer =
        csv(
            SAMPLES,
            400,
            "time,instance,flow\n2026-03-02T11:59:00Z,p1,2\n2026-03-02T11:59:00Z,p3,1\n");

    assertThat(answer.path("data").path("refused").findValuesAsText("error"))
        .containsExactly(
            "features: expected the values that are stored for this instance and time, found others",
            "labels: expected one of the 2 known instances, found another; increase max_instances");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          /api/v1/detectors/pumps/samples | text/csv | time,instance,flow%n1772452740,p1,many | 400 \
          | row 1, column flow: expected a number, found many
          /api/v1/detectors/pumps/samples | text/plain | {} | 400 \
          | Content-Type: expected application/json or text/csv, found text/plain
          /api/v1/detectors/node/samples | application/json | {} | 400 \
          | expected a detector with source: push, found node with source: prometheus
          /api/v1/detectors/nod/samples | application/json | {} | 404 | no such detector: nod
          /api/v1/detectors/pumps/samples?now=1 | application/json | {} | 400 \
          | 'now': expected no parameter, found an unknown name
          """)
  void a_request_that_cannot_be_read_is_refused_as_a_whole(
      String path, String mediaType, String body, int status, String error) throws Exception {
    HttpResponse<String> response =
        post(path, mediaType, body.formatted().getBytes(StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(JSON.readTree(response.body()).path("error").asText()).isEqualTo(error);
  }

  @Test
  void storing_has_to_be_allowed() throws Exception {
    server.close();
    open(false);

    JsonNode answer = csv(SAMPLES, 403, "time,instance,flow\n2026-03-02T11:59:00Z,p1,1\n");

    assertThat(answer.path("errorType").asText()).isEqualTo("forbidden");
    assertThat(answer.path("error").asText()).contains("--web.enable-lifecycle");
  }

  @Test
  void a_body_is_bounded_and_not_compressed() throws Exception {
    // The answer comes before the whole body is sent; a client that still sends may not see it.
    HttpResponse<String> large =
        await()
            .ignoreExceptionsInstanceOf(IOException.class)
            .until(
                () -> post(SAMPLES, "text/csv", new byte[Bodies.MOST_BYTES + 1]),
                response -> response.statusCode() == 413);
    assertThat(large.body()).contains("at most 8388608 bytes; send several requests");

    HttpResponse<String> compressed =
        post(SAMPLES, "text/csv", new byte[3], "Content-Encoding", "gzip");
    assertThat(compressed.statusCode()).isEqualTo(415);
  }

  @Test
  void a_store_that_cannot_be_used_is_unavailable() throws Exception {
    samples.close();
    exporter.others =
        List.of(
            new RunningDetector(
                pumps,
                Exemptions.NONE,
                () -> {
                  throw new SampleStoreException(directory, "no space left on the device");
                }));

    JsonNode answer = csv(SAMPLES, 503, "time,instance,flow\n2026-03-02T11:59:00Z,p1,1\n");

    assertThat(answer.path("errorType").asText()).isEqualTo("unavailable");
  }
}
