package io.github.anomalyexporter.server.web;

import static io.github.anomalyexporter.server.web.Responses.data;
import static io.github.anomalyexporter.server.web.Responses.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.run.TrainingOffException;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of models on request, with a real store. */
class ModelChangesTest {
  private static final HttpClient CLIENT = new DocumentedClient(HttpClient.newHttpClient());
  private static final String DETECTOR = "/api/v1/detectors/node";
  private static final DetectorConfig CONFIG = SmallDetector.config();

  @TempDir private Path storage;
  private final ObedientExporter exporter = new ObedientExporter();
  private AuditLines audit;
  private WebServer server;

  @BeforeEach
  void start() throws ConfigException {
    server = exporter.serve(true);
    audit = new AuditLines();
  }

  @AfterEach
  void stop() {
    audit.close();
    server.close();
    exporter.backtests().close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private void awaitAudit(String... lines) {
    await().untilAsserted(() -> assertThat(audit.list()).containsExactly(lines));
  }

  @Test
  void a_process_that_does_not_train_refuses_a_training() throws Exception {
    exporter.trainingRefused = new TrainingOffException();

    HttpResponse<String> response = post(DETECTOR + "/train", "{}");

    assertThat(error(response, 409))
        .isEqualTo(
            "this exporter does not train (--training=off); run anomaly-exporter train with the same storage");
  }

  @Test
  void a_training_is_requested_once_and_seen_in_the_detector() throws Exception {
    HttpResponse<String> response = post(DETECTOR + "/train", "{}");

    JsonNode training = data(response, 202);
    assertThat(training.path("state").asText()).isEqualTo("requested");
    assertThat(training.path("requested_at").asText()).isEqualTo(KnownState.TIME.toString());
    URI place =
        response.request().uri().resolve(response.headers().firstValue("Location").orElseThrow());
    assertThat(data(send(request(place.getPath())), 200).path("training")).isEqualTo(training);
    assertThat(error(post(DETECTOR + "/train", ""), 409))
        .isEqualTo("a training was requested at 2026-03-02T12:00:00Z; try again when it has ended");
    assertThat(error(post(DETECTOR + "/rollback", ""), 409)).startsWith("a training was requested");
    awaitAudit(
        "user=- from=127.0.0.1 action='POST /api/v1/detectors/node/train' outcome=done",
        "user=- from=127.0.0.1 action='POST /api/v1/*' outcome=failed",
        "user=- from=127.0.0.1 action='POST /api/v1/*' outcome=failed");
  }

  @Test
  void an_older_model_becomes_active() throws Exception {
    store(2);

    JsonNode done = data(post(DETECTOR + "/rollback", "{\"version\": null}"), 200);

    assertThat(done.path("withdrawn").asText()).isEqualTo("20260302T120100Z");
    assertThat(done.path("model").path("version").asText()).isEqualTo("20260302T120000Z");
    awaitAudit(
        "user=- from=127.0.0.1 action='POST /api/v1/detectors/node/rollback from 20260302T120100Z to 20260302T120000Z' outcome=done");
  }

  @Test
  void a_version_that_cannot_become_active_is_refused_with_its_reason() throws Exception {
    store(2);

    assertThat(error(post(DETECTOR + "/rollback", "{\"version\": \"1\"}"), 404))
        .isEqualTo("no such version: 1");
    assertThat(error(post(DETECTOR + "/rollback", "{\"version\": \"20260302T120100Z\"}"), 409))
        .isEqualTo("version 20260302T120100Z is already active");
    assertThat(error(post(DETECTOR + "/rollback", "{\"to\": \"1\"}"), 400))
        .isEqualTo("to: expected a known key, found 'to'; known are version");
    assertThat(error(post("/api/v1/detectors/web/rollback", ""), 404))
        .isEqualTo("no such detector: web");
    assertThat(error(post("/api/v1/detectors/web/train", ""), 404))
        .isEqualTo("no such detector: web");
  }

  /** Versions a minute apart, of which the last is active. */
  private void store(int versions) {
    ModelStore store = new ModelStore(storage, "node", 5, CONFIG.type());
    store.prepare();
    Instant last = SmallDetector.NOW;
    for (int minute = 0; minute < versions; minute++) {
      last = SmallDetector.NOW.plusSeconds(60L * minute);
      store.save(SmallDetector.train(CONFIG), SmallDetector.provenance(CONFIG, last), Map.of());
    }
    String active = last.toString().replaceAll("[-:]", "");
    exporter.rollback = wanted -> store.rollback(SmallDetector.schema(CONFIG), active, wanted);
  }

  @Test
  void a_form_of_another_web_page_is_refused() throws Exception {
    for (String action : new String[] {"/train", "/rollback"}) {
      HttpRequest.Builder form = request(DETECTOR + action).POST(BodyPublishers.ofString(""));
      assertThat(error(send(form), 415))
          .isEqualTo("Content-Type: expected application/json, found none");
    }
    assertThat(exporter.state.trainings().status().requestedAt()).isNull();
  }

  @Test
  void without_a_login_or_the_flag_nothing_is_changed() throws Exception {
    server.close();
    server = exporter.serve(false);

    assertThat(error(post(DETECTOR + "/train", ""), 403)).contains("--web.enable-lifecycle");
    assertThat(error(post(DETECTOR + "/rollback", ""), 403)).contains("--web.enable-lifecycle");
    assertThat(exporter.state.trainings().status().requestedAt()).isNull();
    JsonNode user = data(send(request("/api/v1/user")), 200);
    assertThat(user.path("may_change_state").asBoolean()).isFalse();
  }

  @Test
  void the_page_asks_what_it_may_do() throws Exception {
    HttpResponse<String> response = send(request("/api/v1/user"));

    assertThat(data(response, 200))
        .hasToString("{\"user\":null,\"login\":null,\"role\":\"admin\",\"may_change_state\":true}");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(error(send(request("/api/v1/user?name=alice")), 400)).contains("no parameter");
  }

  @Test
  void the_configuration_in_use_is_shown() throws Exception {
    exporter.configuration = "storage:\n  path: models\n";

    assertThat(data(send(request("/api/v1/config")), 200).path("yaml").asText())
        .isEqualTo("storage:\n  path: models\n");
  }
}
