package io.github.anomalyexporter.server.web;

import static io.github.anomalyexporter.server.web.Responses.data;
import static io.github.anomalyexporter.server.web.Responses.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backtests of a real server, which run as long as the test says. */
class BacktestsTest {
  private static final HttpClient CLIENT = new DocumentedClient(HttpClient.newHttpClient());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BACKTESTS = "/api/v1/backtests";
  private static final String NODE = "{\"detector\": \"node\"}";

  /** What the command prints for two instances, one of which was not scored. */
  private static final String RESULT =
      """
      {"detector": "node", "start": "2026-03-02T10:00:00Z", "end": "2026-03-02T12:00:00Z",
       "step_seconds": 60.0, "trainings": 1, "host_days": 0.1, "alerts_per_host_day": null,
       "alerts": [], "instances": [
         {"labels": {"instance": "web-1:9100"}, "scored_days": 0.1, "alerts": 0, "episodes": 0,
          "left_out": null}],
       "thresholds": [], "preflight": {"instances": 2, "alerts_per_day": null,
         "scoring_interval_seconds": 15.0, "queries_per_scoring_run": 3,
         "scoring_run":
           {"requests": 3, "failed": 0, "samples": 6, "mean_seconds": 0.1, "slowest_seconds": 0.2},
         "training_interval_seconds": 86400.0, "queries_per_training": 2,
         "samples_per_training": 960, "training_seconds": 1.0,
         "history":
           {"requests": 3, "failed": 0, "samples": 6, "mean_seconds": 0.1, "slowest_seconds": 0.2},
         "training_heap_bytes": 1, "recommended_heap_bytes": 2, "model_bytes": null}}
      """
          .replaceAll("\\s*\\n\\s*", "");

  @TempDir private Path folder;
  private final ObedientExporter exporter = new ObedientExporter();
  private AuditLines audit;
  private WebServer server;

  @BeforeEach
  void start() throws ConfigException {
    server = serve(true, null);
    audit = new AuditLines();
  }

  @AfterEach
  void stop() {
    audit.close();
    server.close();
    exporter.backtests().close();
  }

  private WebServer serve(boolean lifecycle, @Nullable Path webConfig) throws ConfigException {
    PrometheusRegistry registry = new PrometheusRegistry();
    return new WebServer(
        new WebOptions("127.0.0.1", 0, lifecycle),
        new SecurityFile(webConfig, new SecureRandom(), InstantSource.system()),
        registry,
        new ExporterMetrics(registry),
        exporter);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder posted(String type, String body) {
    return request(BACKTESTS).header("Content-Type", type).POST(BodyPublishers.ofString(body));
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send(posted("application/json; charset=utf-8", body));
  }

  private JsonNode read(String path) throws IOException, InterruptedException {
    return data(send(request(path)), 200);
  }

  @Test
  void a_backtest_is_started_followed_and_read() throws Exception {
    HttpResponse<String> response =
        post("{\"detector\": \"node\", \"start\": \"1d\", \"selector\": \"job=\\\"a\\\"\"}");

    JsonNode queued = data(response, 202);
    assertThat(queued.path("state").asText()).isEqualTo("queued");
    assertThat(queued.path("created_at").asText()).isEqualTo(KnownState.TIME.toString());
    assertThat(queued.path("changes").toString()).isEqualTo("{\"selector\":\"job=\\\"a\\\"\"}");
    assertThat(queued.path("yaml").asText()).isEqualTo("- name: node\n  selector: 'job=\"a\"'\n");
    URI place =
        response.request().uri().resolve(response.headers().firstValue("Location").orElseThrow());
    assertThat(place.getPath()).isEqualTo(BACKTESTS + "/" + queued.path("id").asText());

    exporter.runner.begun.take();
    JsonNode running = read(place.getPath());
    assertThat(running.path("state").asText()).isEqualTo("running");
    assertThat(running.path("progress").toString())
        .isEqualTo("{\"stage\":\"training 1 of 2\",\"ratio\":0.25}");
    assertThat(running.path("result").isNull()).isTrue();

    exporter.runner.end(() -> RESULT);
    await()
        .untilAsserted(
            () -> assertThat(read(place.getPath()).path("state").asText()).isEqualTo("succeeded"));
    JsonNode ended = read(place.getPath());
    assertThat(ended.path("result")).isEqualTo(JSON.readTree(RESULT));
    assertThat(ended.path("progress").isNull()).isTrue();
    assertThat(read(BACKTESTS)).hasSize(1);
    assertThat(read(BACKTESTS).path(0).has("result")).isFalse();
  }

  @Test
  void a_backtest_is_cancelled_then_forgotten() throws Exception {
    String path = BACKTESTS + "/" + data(post(NODE), 202).path("id").asText();
    exporter.runner.begun.take();

    data(send(request(path).DELETE()), 200);
    await()
        .untilAsserted(() -> assertThat(read(path).path("state").asText()).isEqualTo("cancelled"));
    assertThat(read(path).path("error").asText()).isEqualTo("cancelled by request");
    data(send(request(path).DELETE()), 200);

    assertThat(error(send(request(path)), 404)).startsWith("no such backtest: 2026");
    assertThat(error(send(request(path).DELETE()), 404)).startsWith("no such backtest: 2026");
    assertThat(read(BACKTESTS)).isEmpty();
  }

  @Test
  void a_wrong_request_is_refused_with_its_reason() throws Exception {
    assertThat(error(post("{\"detector\": \"node\", \"type\": \"forest\"}"), 400))
        .startsWith("type: expected one of autoencoder, ")
        .endsWith("found forest");
    assertThat(error(post("detector: node"), 400)).startsWith("line 1, column ");
    assertThat(error(send(request(BACKTESTS + "?id=1")), 400)).contains("expected no parameter");
    assertThat(post("{\"detector\": \"" + "n".repeat(10_000) + "\"}").statusCode()).isEqualTo(413);
    assertThat(read(BACKTESTS)).isEmpty();
  }

  @Test
  void a_form_of_another_web_page_is_refused() throws Exception {
    for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded"}) {
      assertThat(error(send(posted(type, NODE)), 415))
          .isEqualTo("Content-Type: expected application/json, found " + type);
    }
    HttpRequest.Builder untyped = request(BACKTESTS).POST(BodyPublishers.ofString(NODE));
    assertThat(error(send(untyped), 415)).endsWith("found none");
  }

  @Test
  void few_wait() throws Exception {
    for (int i = 0; i < 4; i++) {
      data(post(NODE), 202);
    }

    assertThat(error(post(NODE), 503)).contains("at most 3 waiting backtests, found 3");
  }

  @Test
  void without_a_login_or_the_flag_it_can_only_be_read() throws Exception {
    server.close();
    server = serve(false, null);
    String id = exporter.startBacktest().id();

    assertThat(error(post(NODE), 403)).contains("--web.enable-lifecycle");
    assertThat(error(send(request(BACKTESTS + "/" + id).DELETE()), 403)).contains("disabled");
    assertThat(read(BACKTESTS)).hasSize(1);
    assertThat(read(BACKTESTS + "/" + id).path("id").asText()).isEqualTo(id);
    await().until(() -> audit.list().size() == 2);
    assertThat(audit.list()).allMatch(it -> it.contains("refused"));
  }

  @Test
  void a_login_may_start_and_cancel_and_both_are_in_the_audit_log() throws Exception {
    server.close();
    Path users =
        Files.writeString(
            folder.resolve("web.yml"), "basic_auth_users: {alice: " + SecuredServer.HASH + "}");
    server = serve(false, users);
    assertThat(post(NODE).statusCode()).isEqualTo(401);
    String alice = SecuredServer.basic("alice:" + SecuredServer.PASSWORD);

    JsonNode run = data(send(posted("application/json", NODE).header("Authorization", alice)), 202);
    String path = BACKTESTS + "/" + run.path("id").asText();
    data(send(request(path).DELETE().header("Authorization", alice)), 200);

    await().until(() -> audit.list().size() == 3);
    assertThat(audit.list())
        .anyMatch(
            it -> it.contains("alice") && it.contains("POST " + BACKTESTS) && it.contains("done"))
        .anyMatch(
            it -> it.contains("alice") && it.contains("DELETE " + path) && it.contains("done"));
  }
}
