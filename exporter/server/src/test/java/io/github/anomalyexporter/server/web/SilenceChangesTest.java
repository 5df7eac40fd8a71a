package io.github.anomalyexporter.server.web;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.github.anomalyexporter.server.web.Responses.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.exemption.CalendarExemptions;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.exemption.JoinedExemptions;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Silences that the exporter creates, reads and expires, in an Alertmanager that can fail. */
class SilenceChangesTest {
  private static final HttpClient CLIENT = new DocumentedClient(HttpClient.newHttpClient());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "6c7f1e2a-5f4b-4c8e-9d36-0f6f6f3d5b1e";
  private static final String SILENCES = "/api/v1/silences";
  private static final String EXEMPTIONS = "/api/v1/instances/web-1:9100/exemptions";
  private static final String ASKED =
      """
      {"instance": "web-1:9100", "detector": "node", "duration": "2h", "comment": "new disk"}""";

  @TempDir private Path storage;
  private final WireMockServer alertmanager =
      new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
  private final ObedientExporter exporter = new ObedientExporter();
  private AuditLines audit;
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private Alertmanager silences;
  private WebServer server;

  @BeforeEach
  void start() throws IOException, ConfigException {
    alertmanager.start();
    prometheus = new FakePrometheus();
    client = prometheus.client();
    Config config =
        ConfigFile.parse(
            "test",
            """
            alertmanager: {url: 'http://127.0.0.1:%s', timeout: 5s}
            detectors:
              - calendar: [{name: backup, schedule: '0 1 * * *', duration: 1h, time_zone: UTC}]
            """
                .formatted(alertmanager.port()));
    silences =
        new Alertmanager(
            Objects.requireNonNull(config.alertmanager()),
            storage,
            Duration.ofDays(7),
            new AlertmanagerMetrics(new PrometheusRegistry()),
            new Random(1),
            pause -> {},
            exporter.clock());
    Exemptions calendar = new CalendarExemptions(config.calendar(config.detectors().get(0)));
    exporter.alertmanager = silences;
    exporter.exemptions =
        new JoinedExemptions(
            List.of(calendar, silences.exemptions(config.detectors().get(0), client)));
    server = exporter.serve(true);
    audit = new AuditLines();
  }

  @AfterEach
  void stop() {
    audit.close();
    server.close();
    silences.close();
    client.close();
    prometheus.close();
    alertmanager.stop();
    exporter.backtests().close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> create(String body) throws IOException, InterruptedException {
    return send(
        request(SILENCES)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static JsonNode data(HttpResponse<String> response) throws IOException {
    return Responses.data(response, 200);
  }

  /** Alertmanager creates this silence, and has it. */
  private void putSilence(String matchers) {
    alertmanager.stubFor(
        post(urlEqualTo("/api/v2/silences")).willReturn(okJson("{\"silenceID\": \"" + ID + "\"}")));
    alertmanager.stubFor(
        get(urlEqualTo("/api/v2/silences"))
            .willReturn(
                okJson(
                    """
                    [{"id": "%s", "status": {"state": "active"}, "comment": "new disk",
                      "createdBy": "anomaly-exporter", "startsAt": "2026-03-02T12:00:00.000Z",
                      "endsAt": "2026-03-02T14:00:00.000Z", "updatedAt": "2026-03-02T12:00:00.000Z",
                      "matchers": [%s]}]
                    """
                        .formatted(ID, matchers))));
  }

  private static String matcher(String name, String value) {
    return """
        {"name": "%s", "value": "%s", "isRegex": false, "isEqual": true}"""
        .formatted(name, value);
  }

  private static final String OF_WEB =
      matcher("source", "anomaly-exporter")
          + ","
          + matcher("detector", "node")
          + ","
          + matcher("instance", "web-1:9100");

  @Test
  void a_silence_is_created_and_applies_at_once() throws Exception {
    putSilence(OF_WEB);

    JsonNode created = data(create(ASKED));

    assertThat(created)
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "%s", "labels": {"instance": "web-1:9100"}, "detector": "node",
                 "starts_at": "2026-03-02T12:00:00Z", "ends_at": "2026-03-02T14:00:00Z",
                 "created_by": "anomaly-exporter", "comment": "new disk"}
                """
                    .formatted(ID)));
    alertmanager.verify(
        1,
        postRequestedFor(urlEqualTo("/api/v2/silences"))
            .withRequestBody(
                equalToJson(
                    """
                    {"matchers": [%s], "startsAt": "2026-03-02T12:00:00Z",
                     "endsAt": "2026-03-02T14:00:00Z", "createdBy": "anomaly-exporter",
                     "comment": "new disk"}
                    """
                        .formatted(OF_WEB))));
    JsonNode exempt = data(send(request(EXEMPTIONS)));
    assertThat(exempt).hasSize(1);
    assertThat(exempt.path(0).path("exemptions"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"reason": "silence", "name": "%s", "active": true,
                  "starts_at": "2026-03-02T12:00:00Z", "ends_at": "2026-03-02T14:00:00Z",
                  "created_by": "anomaly-exporter", "comment": "new disk", "expirable": true},
                 {"reason": "calendar", "name": "backup", "active": false,
                  "starts_at": "2026-03-03T01:00:00Z", "ends_at": "2026-03-03T02:00:00Z",
                  "created_by": null, "comment": null, "expirable": false}]
                """
                    .formatted(ID)));
    await().until(() -> audit.list().size() == 1);
    assertThat(audit.list().get(0))
        .isEqualTo(
            "user=- from=127.0.0.1 action='POST /api/v1/silences %s detector=node {instance=web-1:9100} for 2h' outcome=done"
                .formatted(ID));
  }

  @Test
  void another_host_is_not_exempt() throws Exception {
    putSilence(OF_WEB);
    data(create(ASKED));

    JsonNode exempt = data(send(request("/api/v1/instances/new-1:9100/exemptions")));

    assertThat(exempt.path(0).path("exemptions"))
        .extracting(it -> it.path("reason").asText())
        .containsExactly("calendar");
    assertThat(error(send(request("/api/v1/instances/none/exemptions")), 404))
        .isEqualTo("no such instance: none");
    assertThat(error(send(request(EXEMPTIONS + "?jobs=node")), 400)).contains("'jobs'");
    assertThat(data(send(request(EXEMPTIONS + "?job=node&detector=node")))).hasSize(1);
  }

  @Test
  void a_silence_of_the_exporter_is_expired() throws Exception {
    putSilence(OF_WEB);
    data(create(ASKED));
    alertmanager.stubFor(delete(urlEqualTo("/api/v2/silence/" + ID)).willReturn(ok()));
    alertmanager.stubFor(get(urlEqualTo("/api/v2/silences")).willReturn(okJson("[]")));

    assertThat(data(send(request(SILENCES + "/" + ID).DELETE())).path("expired").asText())
        .isEqualTo(ID);

    alertmanager.verify(1, deleteRequestedFor(urlEqualTo("/api/v2/silence/" + ID)));
    assertThat(data(send(request(EXEMPTIONS))).path(0).path("exemptions"))
        .extracting(it -> it.path("reason").asText())
        .containsExactly("calendar");
    assertThat(error(send(request(SILENCES + "/" + ID).DELETE()), 404)).contains("'" + ID + "'");
    await().until(() -> audit.list().size() == 3);
    assertThat(audit.list().get(1))
        .contains("DELETE /api/v1/silences/" + ID)
        .endsWith("outcome=done");
  }

  /** It may cover alerts of other programs. */
  @Test
  void any_other_silence_is_shown_and_not_expired() throws Exception {
    putSilence(matcher("instance", "web-1:9100"));
    data(create(ASKED));

    JsonNode silence = data(send(request(EXEMPTIONS))).path(0).path("exemptions").path(0);
    assertThat(silence.path("name").asText()).isEqualTo(ID);
    assertThat(silence.path("expirable").asBoolean()).isFalse();
    assertThat(error(send(request(SILENCES + "/" + ID).DELETE()), 404))
        .isEqualTo("no such silence of the alerts of this exporter alone: '" + ID + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'instance': 'web-1:9100'} | comment: expected a comment: why the alerts are not wanted, found nothing",
        "{'comment': 'a'} | instance: expected an instance, or labels of instances, found neither",
        "{'comment': 'a', 'instance': 'web-1:9100', 'duration': '31d'} | duration: expected a duration between 1m and 30d, found 31d",
        "{'comment': 'a', 'labels': {'team': 'db'}} | labels.team: expected one of the identity labels instance, job, found 'team'",
        "{'comment': 'a', 'instance': 'web-1:9100', 'until': 'noon'} | until: expected a known key, found 'until'; known are comment, detector, duration, instance, labels",
        "instance: web-1 | line 1, column 1: expected JSON, found a syntax error",
      })
  void a_wrong_request_is_refused_with_its_reason(String body, String reason) throws Exception {
    assertThat(error(create(body.replace('\'', '"')), 400)).isEqualTo(reason);
    alertmanager.verify(0, postRequestedFor(urlEqualTo("/api/v2/silences")));
  }

  @Test
  void a_comment_has_a_bound_and_an_instance_has_to_be_known() throws Exception {
    String comment = "a".repeat(1_001);
    assertThat(
            error(
                create("{\"instance\": \"web-1:9100\", \"comment\": \"%s\"}".formatted(comment)),
                400))
        .isEqualTo("comment: expected a comment of at most 1000 characters, found 1001");
    assertThat(error(create(ASKED.replace("web-1", "web-9")), 404))
        .isEqualTo("no such instance: {instance=web-9:9100}");
    assertThat(error(create(ASKED.replace("node", "other")), 404)).contains("web-1:9100");
  }

  @Test
  void alertmanager_that_refuses_or_is_down_is_named() throws Exception {
    alertmanager.stubFor(
        post(urlEqualTo("/api/v2/silences"))
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withHeader("Content-Type", "application/json")
                    .withBody("\"invalid silence: some reason\"")));
    assertThat(error(create(ASKED), 503))
        .startsWith(
            "http://127.0.0.1:" + alertmanager.port() + ", a new silence: rejected, HTTP 400")
        .endsWith("invalid silence: some reason");
    alertmanager.verify(1, postRequestedFor(urlEqualTo("/api/v2/silences")));

    alertmanager.stop();
    assertThat(error(create(ASKED), 503)).contains("a new silence: connection: ");
  }

  @Test
  void without_an_alertmanager_the_way_out_is_named() throws Exception {
    exporter.alertmanager = null;

    assertThat(error(create(ASKED), 409))
        .startsWith("no Alertmanager is configured; add the section alertmanager");
    assertThat(error(send(request(SILENCES + "/" + ID).DELETE()), 409)).contains("alertmanager");
  }

  @Test
  void without_a_login_or_the_flag_it_is_refused() throws Exception {
    server.close();
    server = exporter.serve(false);

    assertThat(error(create(ASKED), 403)).contains("--web.enable-lifecycle");
    assertThat(error(send(request(SILENCES + "/" + ID).DELETE()), 403)).contains("disabled");
    assertThat(data(send(request(EXEMPTIONS)))).hasSize(1);
    alertmanager.verify(0, postRequestedFor(urlEqualTo("/api/v2/silences")));
  }
}
