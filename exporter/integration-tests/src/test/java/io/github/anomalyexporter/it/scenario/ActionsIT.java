package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.Http;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.PostedAlert;
import io.github.anomalyexporter.it.support.RealAlertmanager;
import io.github.anomalyexporter.it.support.SharedSite;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes that an operator asks for over HTTP: models, silences. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionsIT {
  private static final String DETECTOR = "/api/v1/detectors/node";
  private static final String HOST = "web-1:9100";
  private static final String OTHER = "web-2:9100";
  private static final String PASSWORD = "hunter2-in-the-url";

  private final Path directory = Tools.workspace(ActionsIT.class);
  private final Site site = SharedSite.get();
  private ExporterConfig config;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    URI prometheus = site.prometheus().url();
    config =
        ExporterConfig.of(
            URI.create("http://sre:%s@%s".formatted(PASSWORD, prometheus.getAuthority())));
    exporter = SharedSite.startScoringExporter(directory, unused -> config);
  }

  @Test
  void a_model_is_trained_and_rolled_back_and_stays_so_after_a_restart() throws IOException {
    String first = exporter.modelVersion();

    JsonNode requested = exporter.change(DETECTOR + "/train", "{}", 202);
    assertThat(requested.path("state").asText()).isEqualTo("requested");
    JsonNode ended =
        exporter
            .awaitDocument(DETECTOR, it -> !it.at("/data/training/last").isNull())
            .at("/data/training/last");
    String second = ended.path("model").asText();
    assertThat(ended.path("result").asText()).as(ended.toString()).isIn("accepted", "kept");
    assertThat(ended.path("trained").asInt()).isEqualTo(History.HOSTS.size());
    assertThat(second).isGreaterThan(first).isEqualTo(exporter.modelVersion());

    JsonNode rolledBack =
        exporter.change(DETECTOR + "/rollback", "{\"version\": \"%s\"}".formatted(first), 200);
    assertThat(rolledBack.path("withdrawn").asText()).isEqualTo(second);
    assertThat(exporter.modelVersion()).isEqualTo(first);
    assertThat(states()).containsExactly("withdrawn", "serving");
    exporter.change(DETECTOR + "/rollback", "{}", 409);
    exporter.awaitNextScoring();
    exporter.awaitScores(History.HOSTS);

    exporter.stop();
    exporter = ExporterProcess.start(directory, exporter.port(), config);
    exporter.awaitScores(History.HOSTS);
    assertThat(exporter.modelVersion()).isEqualTo(first);
    assertThat(states()).containsExactly("withdrawn", "serving");
  }

  private List<String> states() throws IOException {
    return StreamSupport.stream(
            exporter.document(DETECTOR + "/models").path("data").spliterator(), false)
        .map(model -> model.path("state").asText())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void a_silence_mutes_the_alerts_of_a_host_and_is_expired(AlertmanagerVersion version)
      throws IOException {
    try (RealAlertmanager alertmanager =
        RealAlertmanager.start(version, directory.resolve(version.toString()))) {
      exporter.configure(config.withAlertmanager(alertmanager.url()).toString());
      assertThat(exporter.send("POST", "/-/reload").status()).isEqualTo(200);
      alertmanager.fire(
          PostedAlert.instanceAnomalous("node", "web-1"),
          PostedAlert.ours("InstanceStronglyAnomalous", "critical").of("node", "web-1"),
          PostedAlert.instanceAnomalous("node", "web-2"),
          PostedAlert.others("DiskFull").on("web-1"));

      String id =
          exporter
              .change(
                  "/api/v1/silences",
                  "{\"instance\": \"%s\", \"labels\": {\"job\": \"node\"}, \"comment\": \"new disk \\u00fc\"}"
                      .formatted(HOST),
                  200)
              .path("id")
              .asText();

      assertThat(alertmanager.silence(id).path("comment").asText()).isEqualTo("new disk \u00fc");
      assertThat(alertmanager.silence(id).path("createdBy").asText()).isEqualTo("anomaly-exporter");
      assertThat(alertmanager.silencing("InstanceAnomalous", HOST)).containsExactly(id);
      assertThat(alertmanager.silencing("InstanceStronglyAnomalous", HOST)).containsExactly(id);
      assertThat(alertmanager.silencing("InstanceAnomalous", OTHER)).isEmpty();
      assertThat(alertmanager.silencing("DiskFull", HOST)).as("of another program").isEmpty();
      JsonNode silence = exemptions(HOST).path(0);
      assertThat(silence.path("name").asText()).isEqualTo(id);
      assertThat(silence.path("active").asBoolean()).isTrue();
      assertThat(silence.path("expirable").asBoolean()).isTrue();
      assertThat(exemptions(OTHER)).isEmpty();
      awaitSuppressed(1);

      assertThat(exporter.send("DELETE", "/api/v1/silences/" + id).status()).isEqualTo(200);
      assertThat(alertmanager.silence(id).at("/status/state").asText()).isEqualTo("expired");
      assertThat(exemptions(HOST)).isEmpty();
      awaitSuppressed(0);
      assertThat(exporter.send("DELETE", "/api/v1/silences/" + id).status()).isEqualTo(404);
    }
    assertThat(exporter.log())
        .anyMatch(line -> line.contains("AuditLog") && line.contains("POST /api/v1/silences"));
  }

  private JsonNode exemptions(String instance) throws IOException {
    return exporter
        .document("/api/v1/instances/" + instance + "/exemptions")
        .at("/data/0/exemptions");
  }

  private void awaitSuppressed(int hosts) {
    await("%s hosts are suppressed".formatted(hosts))
        .until(
            () -> exporter.metrics().all("anomaly_instance_suppressed", Map.of()).size() == hosts);
  }

  @Test
  void the_configuration_is_shown_without_the_password() throws IOException {
    String yaml = exporter.document("/api/v1/config").at("/data/yaml").asText();

    assertThat(yaml)
        .contains("url: 'http://<secret>@" + site.prometheus().authority())
        .contains("path: '" + directory.resolve("storage"))
        .doesNotContain(PASSWORD);
  }

  @Test
  void without_the_flag_and_without_users_nothing_is_changed() throws IOException {
    int port = Ports.free();
    try (ChildProcess readOnly =
        Exporter.start(
            directory.resolve("read-only"),
            Map.of(),
            "serve",
            "--prometheus.url=" + site.prometheus().url(),
            "--storage.path=" + directory.resolve("read-only-storage"),
            "--web.listen-address=127.0.0.1:" + port)) {
      URI server = URI.create("http://127.0.0.1:" + port);
      await("it serves HTTP")
          .evenIfUnreachable()
          .whileAlive(readOnly)
          .until(() -> Http.get(server.resolve("/-/healthy")).status() == 200);
      for (String path : List.of(DETECTOR + "/train", DETECTOR + "/rollback", "/api/v1/silences")) {
        assertThat(Http.postToExporter(server.resolve(path), "application/json", "{}").status())
            .as(path)
            .isEqualTo(403);
      }
      assertThat(Http.sendToExporter("DELETE", server.resolve("/api/v1/silences/a")).status())
          .isEqualTo(403);
      assertThat(Http.sendToExporter("GET", server.resolve("/api/v1/user")).body())
          .contains("\"may_change_state\":false");
    }
  }
}
