package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.server.exemption.Exemption;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.export.ScoreCollector;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.run.StatedExemptions;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real Jetty on a free port. */
class WebServerTest {
  private static final HttpClient CLIENT = new DocumentedClient(HttpClient.newHttpClient());
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final PrometheusRegistry REGISTRY = new PrometheusRegistry();
  private static final ExporterMetrics METRICS = new ExporterMetrics(REGISTRY);

  /** Behind both servers: starting one for each test would take a minute. */
  private static final ObedientExporter EXPORTER = new ObedientExporter();

  private static WebServer readOnly;
  private static WebServer withLifecycle;

  private WebServer server;

  @BeforeAll
  static void start() {
    REGISTRY.register(new ScoreCollector(EXPORTER::detectors, EXPORTER.clock()));
    readOnly = serve(false);
    withLifecycle = serve(true);
  }

  private static WebServer serve(boolean lifecycle) {
    return new WebServer(
        new WebOptions("127.0.0.1", 0, lifecycle), unsecured(), REGISTRY, METRICS, EXPORTER);
  }

  private static SecurityFile unsecured() {
    try {
      return new SecurityFile(null, new SecureRandom(), InstantSource.system());
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void stop() {
    readOnly.close();
    withLifecycle.close();
  }

  @BeforeEach
  void reset() {
    EXPORTER.reset();
    server = readOnly;
  }

  private void allowLifecycle() {
    server = withLifecycle;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%s%s".formatted(server.port(), path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  private HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  /** The data of an answer that succeeds. */
  private JsonNode data(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(contentType(response)).isEqualTo("application/json");
    JsonNode document = JSON.readTree(response.body());
    assertThat(document.path("status").asText()).isEqualTo("success");
    return document.path("data");
  }

  private static String contentType(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | text/plain; version=0.0.4",
        "application/openmetrics-text; version=1.0.0 | application/openmetrics-text",
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
            + " encoding=delimited | application/vnd.google.protobuf",
      })
  void metrics_have_the_requested_format(String accept, String type)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        CLIENT.send(
            request("/metrics").header("Accept", accept).build(), BodyHandlers.ofByteArray());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(contentType(response)).startsWith(type);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .contains("anomaly_score")
        .contains("web-1:9100");
  }

  @Test
  void open_metrics_end_with_their_end() throws IOException, InterruptedException {
    assertThat(send(request("/metrics").header("Accept", "application/openmetrics-text")).body())
        .endsWith("# EOF\n");
  }

  @Test
  void metrics_are_compressed_for_who_takes_it() throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        CLIENT.send(
            request("/metrics").header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray());

    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    byte[] text = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    assertThat(new String(text, StandardCharsets.UTF_8)).contains("\nanomaly_score{");
  }

  @Test
  void it_is_healthy_and_ready() throws IOException, InterruptedException {
    assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(get("/-/healthy").body()).isEqualTo("anomaly-exporter is healthy.\n");
    assertThat(get("/-/ready").statusCode()).isEqualTo(200);

    EXPORTER.ready = false;
    assertThat(get("/-/ready").statusCode()).isEqualTo(503);
    assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
  }

  @Test
  void a_reload_must_be_allowed() throws IOException, InterruptedException {
    HttpResponse<String> response = post("/-/reload");

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("enable them with --web.enable-lifecycle");
    assertThat(EXPORTER.reloads).isZero();
  }

  @Test
  void a_failed_reload_answers_with_its_problems() throws IOException, InterruptedException {
    allowLifecycle();
    assertThat(post("/-/reload").statusCode()).isEqualTo(200);
    assertThat(send(request("/-/reload").PUT(BodyPublishers.noBody())).statusCode()).isEqualTo(200);

    EXPORTER.problems = List.of("detectors[0].step (line 3): expected a duration, found 'soon'");
    HttpResponse<String> refused = post("/-/reload");

    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.body())
        .isEqualTo(
            """
            failed to reload, keeping the previous configuration:
            detectors[0].step (line 3): expected a duration, found 'soon'
            """);
    assertThat(EXPORTER.reloads).isEqualTo(3);
  }

  @Test
  void requests_that_wait_for_a_reload_hold_up_nothing_else() throws Exception {
    allowLifecycle();
    EXPORTER.finished = new CompletableFuture<>();
    List<CompletableFuture<HttpResponse<String>>> reloads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      HttpRequest reload = request("/-/reload").POST(BodyPublishers.noBody()).build();
      reloads.add(CLIENT.sendAsync(reload, BodyHandlers.ofString()));
    }
    await().until(() -> EXPORTER.reloads == 100);

    assertThat(get("/metrics").statusCode()).isEqualTo(200);
    assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(reloads).noneMatch(CompletableFuture::isDone);

    EXPORTER.finished.complete(true);
    for (CompletableFuture<HttpResponse<String>> reload : reloads) {
      assertThat(reload.get().statusCode()).isEqualTo(200);
      assertThat(reload.get().body().strip()).isEqualTo("reloaded");
    }
  }

  @Test
  void a_reload_is_no_get() throws IOException, InterruptedException {
    allowLifecycle();

    assertThat(get("/-/reload").statusCode()).isEqualTo(405);
    assertThat(EXPORTER.reloads).isZero();
  }

  @Test
  void the_page_leads_on_without_scripts() throws IOException, InterruptedException {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(contentType(page)).startsWithIgnoringCase("text/html");
    assertThat(page.body())
        .contains("href=\"metrics\"", "href=\"api/v1/status\"", "href=\"api/v1/instances\"")
        .contains("href=\"api/v1/docs\"");
  }

  @Test
  void the_files_of_the_page_are_there_and_are_kept_by_browsers()
      throws IOException, InterruptedException {
    HttpResponse<String> page = get("/");
    List<String> files =
        Pattern.compile("(?:src|href)=\"\\./(assets/[^\"]+)\"")
            .matcher(page.body())
            .results()
            .map(it -> it.group(1))
            .toList();

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self';");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(files).hasSize(2);
    for (String file : files) {
      HttpResponse<String> found = get("/" + file);
      assertThat(found.statusCode()).isEqualTo(200);
      assertThat(contentType(found))
          .startsWith(file.endsWith(".js") ? "text/javascript" : "text/css");
      assertThat(found.headers().firstValue("Cache-Control").orElseThrow()).endsWith("immutable");
    }
    assertThat(get("/assets/licenses.txt").body()).contains("react").contains("MIT License");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/-/nothing",
        "/-/",
        "/api",
        "/api/v1/nothing",
        "/metrics/nothing",
        "/assets/",
        "/assets/nothing.js",
        "/assets/index.html"
      })
  void what_is_not_there_is_not_found(String path) throws IOException, InterruptedException {
    assertThat(get(path).statusCode()).isEqualTo(404);
    assertThat(get(path).body()).doesNotContain("Exception").doesNotContain("<script");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/-/nothing", "/-/healthy"})
  void what_takes_no_post_changes_nothing(String path) throws IOException, InterruptedException {
    allowLifecycle();

    assertThat(post(path).statusCode()).isEqualTo(404);
    assertThat(EXPORTER.reloads).isZero();
  }

  @Test
  void a_path_in_an_answer_is_plain_text() throws IOException, InterruptedException {
    HttpResponse<String> response = get("/%3Cscript%3E");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(contentType(response)).startsWithIgnoringCase("text/plain");
  }

  @Test
  void the_status_tells_of_each_detector() throws IOException, InterruptedException {
    JsonNode detector = data("/api/v1/status").path("detectors").path(0);

    assertThat(detector.path("name").asText()).isEqualTo("node");
    assertThat(detector.path("last_scoring").asText()).isEqualTo("2026-03-02T12:00:00Z");
    assertThat(detector.path("active_anomalies").asInt()).isEqualTo(1);
    assertThat(detector.path("instances").path("ok").asInt()).isEqualTo(2);
    assertThat(detector.path("instances").path("vanished").asInt()).isEqualTo(1);
    assertThat(detector.path("instances_over_limit").asInt(-1)).isZero();
    assertThat(detector.path("model").path("version").asText()).isEqualTo("20260302T110000Z");
    assertThat(detector.path("model").path("instances").asInt()).isEqualTo(3);
  }

  @Test
  void instances_are_listed_with_all_features() throws IOException, InterruptedException {
    JsonNode all = data("/api/v1/instances");
    JsonNode one = data("/api/v1/instances/web-1:9100").path(0);

    assertThat(all).hasSize(5);
    assertThat(one.path("state").asText()).isEqualTo("ok");
    assertThat(one.path("score").asDouble()).isEqualTo(2);
    assertThat(one.path("is_anomalous").asBoolean()).isTrue();
    JsonNode model = one.path("model");
    assertThat(model.path("of_fleet").isBoolean()).isTrue();
    assertThat(model.path("of_fleet").asBoolean()).isFalse();
    assertThat(model.path("history").isNull()).isFalse();
    assertThat(model.path("threshold_method").asText()).isNotEmpty();
    assertThat(model.path("threshold_reason").asText()).isNotEmpty();
    JsonNode ofFleet = data("/api/v1/instances/new-1:9100").path(0).path("model");
    assertThat(ofFleet.path("of_fleet").asBoolean()).isTrue();
    assertThat(ofFleet.path("history").isNull()).isTrue();
    assertThat(one.path("features")).hasSize(2);
    assertThat(one.path("features").path(0).path("feature").asText()).isEqualTo("cpu");
    assertThat(one.path("features").path(0).path("actual").asDouble()).isEqualTo(2.5);
    assertThat(one.path("features").path(0).path("expected").asDouble()).isEqualTo(0.5);
  }

  @Test
  void an_exempt_instance_is_listed_with_the_reason() throws IOException, InterruptedException {
    EXPORTER.exemptions =
        StatedExemptions.of(
            new Exemption(
                KnownState.ANOMALOUS,
                ExemptionReason.CALENDAR,
                KnownState.TIME,
                KnownState.TIME.plusSeconds(1)));

    JsonNode covered = data("/api/v1/instances/web-1:9100").path(0);
    JsonNode other = data("/api/v1/instances/new-1:9100").path(0);

    assertThat(covered.path("suppressed")).hasToString("[\"calendar\"]");
    assertThat(covered.path("is_anomalous").asBoolean()).isTrue();
    assertThat(other.path("suppressed")).hasToString("[]");
  }

  @Test
  void what_is_unknown_is_null_and_never_a_number() throws IOException, InterruptedException {
    JsonNode instance = data("/api/v1/instances?instance=empty-1:9100").path(0);

    for (String name : List.of("score", "is_anomalous", "reconstruction_error", "threshold")) {
      assertThat(instance.path(name).isNull()).as(name).isTrue();
    }
    assertThat(instance.path("model").isNull()).isTrue();
    assertThat(instance.path("features").path(0).path("actual").isNull()).isTrue();
    assertThat(get("/api/v1/instances").body()).doesNotContain("NaN").doesNotContain("Infinity");
    assertThat(get("/api/v1/status").body()).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void proposed_calendar_entries_are_listed_by_detector() throws IOException, InterruptedException {
    JsonNode detector = data("/api/v1/calendar/proposals").path(0);

    assertThat(detector.path("detector").asText()).isEqualTo("node");
    assertThat(detector.path("checked_at").asText()).isEqualTo("2026-03-02T12:00:00Z");
    assertThat(detector.path("permanent")).isEmpty();
    JsonNode proposal = detector.path("proposals").path(0);
    assertThat(proposal.path("schedule").asText()).isEqualTo("30 1 * * *");
    assertThat(proposal.path("instances").asText()).isEqualTo("web-1:9100");
    assertThat(proposal.path("days_seen").asInt()).isEqualTo(13);
    assertThat(proposal.path("affected").path(0).path("instance").asText()).isEqualTo("web-1:9100");
    assertThat(data("/api/v1/calendar/proposals?detector=node")).hasSize(1);
    assertThat(data("/api/v1/calendar/proposals?detector=other")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "job=node, 5",
    "job=other, 0",
    "detector=node&job=node, 5",
    "detector=other, 0",
    "instance=new-1:9100&job=node, 1",
    "instance=missing, 0",
  })
  void instances_are_chosen_by_their_labels(String query, int count)
      throws IOException, InterruptedException {
    assertThat(data("/api/v1/instances?" + query)).hasSize(count);
  }

  @Test
  void an_instance_with_an_odd_name_can_be_named() throws IOException, InterruptedException {
    String name = URLEncoder.encode(KnownState.ODD_NAME.get("instance"), StandardCharsets.UTF_8);

    assertThat(data("/api/v1/instances?instance=" + name))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.path("labels").path("instance").asText())
                    .isEqualTo(KnownState.ODD_NAME.get("instance")));
  }

  @Test
  void an_instance_that_is_not_there_is_not_found() throws IOException, InterruptedException {
    HttpResponse<String> response = get("/api/v1/instances/missing:9100");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(response.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"status": "error", "errorType": "not_found",
                 "error": "no such instance: missing:9100"}
                """));
  }

  @Test
  void forgetting_must_be_allowed() throws IOException, InterruptedException {
    assertThat(delete("/api/v1/instances/gone-1:9100").statusCode()).isEqualTo(403);
    assertThat(EXPORTER.forgotten).isEmpty();
    assertThat(data("/api/v1/instances")).hasSize(5);
  }

  @Test
  void an_instance_is_forgotten() throws IOException, InterruptedException {
    allowLifecycle();

    HttpResponse<String> response = delete("/api/v1/instances/gone-1:9100");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(response.body()).path("data").path("forgotten").asInt()).isEqualTo(1);
    assertThat(data("/api/v1/instances")).hasSize(4);
    assertThat(delete("/api/v1/instances/gone-1:9100").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/instances",
        "/api/v1/instances?job=node",
        "/api/v1/instances/",
        "/api/v1/instances?instance="
      })
  void only_an_instance_that_is_named_is_forgotten(String path)
      throws IOException, InterruptedException {
    allowLifecycle();

    assertThat(delete(path).statusCode()).isEqualTo(400);
    assertThat(EXPORTER.forgotten).isEmpty();
  }

  @Test
  void only_instances_are_forgotten() throws IOException, InterruptedException {
    allowLifecycle();

    assertThat(delete("/api/v1/nothing").statusCode()).isEqualTo(404);
    HttpResponse<String> refused = delete("/api/v1/status");
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).contains("GET");
    assertThat(delete("/metrics").statusCode()).isEqualTo(405);
  }

  @Test
  void requests_are_counted_by_what_served_them_and_not_by_their_path()
      throws IOException, InterruptedException {
    for (String path :
        List.of("/", "/a", "/b", "/metrics", "/-/ready", "/-/c", "/api/v1/status", "/api/v1/d")) {
      assertThat(get(path).statusCode()).isIn(200, 404);
    }

    Set<String> handlers =
        get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("anomaly_exporter_http_request_duration_seconds_count"))
            .map(line -> line.replaceAll(".*handler=\"([^\"]*)\".*", "$1"))
            .collect(Collectors.toSet());
    assertThat(handlers).containsExactlyInAnyOrder("/", "/metrics", "/-/*", "/api/v1/*");
  }

  @Test
  void a_port_in_use_is_reported() {
    WebOptions taken = new WebOptions("127.0.0.1", server.port(), false);

    assertThatThrownBy(() -> new WebServer(taken, unsecured(), REGISTRY, METRICS, EXPORTER))
        .isInstanceOf(WebException.class)
        // The operating system writes the reason, in its language.
        .hasMessageMatching(
            "--web\\.listen-address: expected a free address, found 127\\.0\\.0\\.1:%s: .+"
                .formatted(server.port()));
  }

  @Test
  void an_unknown_host_is_reported() {
    WebOptions elsewhere = new WebOptions("no-such-host.invalid", 0, false);

    assertThatThrownBy(() -> new WebServer(elsewhere, unsecured(), REGISTRY, METRICS, EXPORTER))
        .isInstanceOf(WebException.class)
        .hasMessageStartingWith(
            "--web.listen-address: expected a free address," + " found no-such-host.invalid:0: ")
        .hasMessageNotContaining("Exception");
  }
}
