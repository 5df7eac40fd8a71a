package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.LinksConfig;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.StoredModel;
import io.github.anomalyexporter.server.web.api.ExporterApi.StoredModels;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API of a real server: what can be asked, and what is refused. */
class ApiTest {
  private static final HttpClient CLIENT = new DocumentedClient(HttpClient.newHttpClient());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObedientExporter EXPORTER = new ObedientExporter();
  private static final String INSTANCES = "/api/v1/instances";

  private static WebServer server;

  @BeforeAll
  static void start() throws ConfigException {
    server = EXPORTER.serve(true);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void reset() {
    EXPORTER.reset();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static List<String> names(JsonNode document) {
    return StreamSupport.stream(document.path("data").spliterator(), false)
        .map(it -> it.path("labels").path("instance").asText())
        .toList();
  }

  /** Every route of the table leads somewhere, and the client checks where to. */
  @ParameterizedTest
  @EnumSource
  void every_route_exists(Route route) throws IOException, InterruptedException {
    String path =
        route
            .path()
            .replace("{file}", route == Route.PAGE_FILE ? "licenses.txt" : "swagger-ui.css")
            .replace("{detector}", "node")
            .replace("{backtest}", EXPORTER.startBacktest().id())
            .replace("{silence}", "6c7f1e2a")
            .replace("{instance}", "web-1:9100");
    for (String method : route.methods()) {
      HttpResponse<String> response =
          CLIENT.send(
              request(
                      path
                          + (method.equals("DELETE")
                                  && route != Route.BACKTEST
                                  && route != Route.SILENCE
                              ? "?instance=web-1:9100"
                              : ""))
                  .method(method, BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.statusCode())
          .as(method + " " + path)
          .isEqualTo(method.equals("POST") ? statusWithoutBody(route) : status(route));
      EXPORTER.reset();
    }
  }

  private static int statusWithoutBody(Route route) {
    return switch (route) {
      case SCORE, SAMPLES -> 400;
      case BACKTESTS, TRAIN, ROLLBACK, SILENCES -> 415;
      default -> status(route);
    };
  }

  /** MCP and the OpenID provider are off, and there is no Alertmanager. */
  private static int status(Route route) {
    return switch (route) {
      case MCP, LOGIN, LOGIN_CALLBACK -> 404;
      case SILENCE -> 409;
      default -> 200;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "'', 5",
    "state=ok, 2",
    "state=ok&state=vanished, 3",
    "state=no_model, 0",
    "anomalous=true, 1",
    "anomalous=false, 2",
    "anomalous=true&state=vanished, 0",
    "detector=node&anomalous=true&job=node, 1",
  })
  void instances_are_filtered(String query, int count) throws IOException, InterruptedException {
    JsonNode found = json(INSTANCES + "?" + query);

    assertThat(found.path("data")).hasSize(count);
    assertThat(found.path("page").path("total").asInt()).isEqualTo(count);
    assertThat(found.path("page").path("next_cursor").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{instance=~\".*-1:9100\"} | 4",
        "{instance=~\".*-1:9100\",instance!~\"web.*\"} | 3",
        "{job=\"other\"} | 0",
        "{detector=\"node\"} | 5",
        "{detector!=\"node\"} | 0",
      })
  void instances_are_selected_by_matchers(String selector, int count)
      throws IOException, InterruptedException {
    assertThat(json(INSTANCES + "?match%5B%5D=" + encoded(selector)).path("data")).hasSize(count);
  }

  @Test
  void an_instance_matches_one_of_several_selectors() throws IOException, InterruptedException {
    String query =
        "?match%5B%5D="
            + encoded("{instance=\"web-1:9100\"}")
            + "&match%5B%5D="
            + encoded("{instance=\"new-1:9100\"}");

    assertThat(names(json(INSTANCES + query))).containsExactly("new-1:9100", "web-1:9100");
  }

  @Test
  void features_can_be_left_out() throws IOException, InterruptedException {
    JsonNode one = json(INSTANCES + "/web-1:9100?features=false").path("data").path(0);

    assertThat(one.has("features")).isFalse();
    assertThat(one.path("score").asDouble()).isEqualTo(2);
    assertThat(json(INSTANCES + "/web-1:9100?features=true").at("/data/0/features")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void the_parts_of_a_list_are_the_list(int limit) throws IOException, InterruptedException {
    List<String> all = names(json(INSTANCES));
    List<String> found = new ArrayList<>();
    String cursor = "";
    int parts = 0;
    do {
      JsonNode part = json(INSTANCES + "?limit=" + limit + cursor);
      assertThat(part.path("data").size()).isLessThanOrEqualTo(limit);
      assertThat(part.path("page").path("total").asInt()).isEqualTo(5);
      found.addAll(names(part));
      JsonNode next = part.path("page").path("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asText();
      parts++;
    } while (!cursor.isEmpty());

    assertThat(found).isEqualTo(all);
    assertThat(parts).isEqualTo((5 + limit - 1) / limit);
  }

  @Test
  void a_cursor_outlives_its_instance_and_others() throws IOException, InterruptedException {
    List<String> all = names(json(INSTANCES));
    JsonNode first = json(INSTANCES + "?limit=2");
    DetectorState state = EXPORTER.state;
    for (Labels instance : List.copyOf(state.board().known().keySet())) {
      if (all.indexOf(instance.get("instance")) < 2) {
        assertThat(state.board().forget(instance)).isTrue();
      }
    }

    JsonNode rest = json(INSTANCES + "?cursor=" + first.path("page").path("next_cursor").asText());

    assertThat(names(rest)).isEqualTo(all.subList(2, 5));
    assertThat(rest.path("page").path("total").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/instances?state=broken | state: expected one of ok, warming_up, insufficient_data, no_model, stale, failed, vanished, found 'broken'",
        "/instances?state= | state: expected one of ok, warming_up, insufficient_data, no_model, stale, failed, vanished, found ''",
        "/instances?anomalous=yes | anomalous: expected true or false, found 'yes'",
        "/instances?anomalous=true&anomalous=false | anomalous: expected one value, found 2 values",
        "/instances?features=0 | features: expected true or false, found '0'",
        "/instances?limit=0 | limit: expected a whole number from 1 to 100000, found '0'",
        "/instances?limit=-1 | limit: expected a whole number from 1 to 100000, found '-1'",
        "/instances?limit=1e3 | limit: expected a whole number from 1 to 100000, found '1e3'",
        "/instances?limit=99999999999 | limit: expected a whole number from 1 to 100000, found '99999999999'",
        "/instances?cursor=x | cursor: expected a next_cursor of an earlier response, found 'x'",
        "/instances?cursor=bm9kZQ.bm9kZQ | cursor: expected a next_cursor of an earlier response, found 'bm9kZQ.bm9kZQ'",
        "/instances?match%5B%5D=%7B%7D | match[]: expected label matchers such as {job=\"node\", instance=~\"web-.*\"}, found '{}'",
        "/instances?instance=a&instance=b | instance: expected one value, found 2 values",
        "/instances?rack=7 | 'rack': expected one of the parameters anomalous, cursor, detector, features, instance, job, limit, match[], state, found an unknown name",
        "/instances/web-1:9100?state=x | state: expected one of ok, warming_up, insufficient_data, no_model, stale, failed, vanished, found 'x'",
        "/status?verbose=1 | 'verbose': expected no parameter, found an unknown name",
        "/detectors?name=node | 'name': expected no parameter, found an unknown name",
        "/detectors/node?x | 'x': expected no parameter, found an unknown name",
        "/detectors/node/models?x= | 'x': expected no parameter, found an unknown name",
        "/instances/web-1:9100/history?start=x | start: expected a time such as 2026-03-02T12:00:00Z or Unix seconds, found 'x'",
        "/instances/web-1:9100/history?end=%2B999999999-01-01T00:00:00Z | end: expected a time such as 2026-03-02T12:00:00Z or Unix seconds, found '+999999999-01-01T00:00:00Z'",
        "/instances/web-1:9100/history?step=soon | step: expected a duration such as 5m, found 'soon'",
        "/instances/web-1:9100/history?step=59s | step: expected at least the step of the detector, 1m, found 59s",
        "/instances/web-1:9100/history?step=0 | step: expected a duration such as 5m, found '0'",
        "/instances/web-1:9100/history?step=1d | start: expected a time at least a step, 1d, before end, 2026-03-02T12:00:00Z, found 2026-03-02T06:00:00Z",
        "/instances/web-1:9100/history?start=1772460000 | start: expected a time at least a step, 1m, before end, 2026-03-02T12:00:00Z, found 2026-03-02T14:00:00Z",
        "/instances/web-1:9100/history?start=2026-02-01T00:00:00Z&step=1m | step: expected at most 11000 points between start and end, found 42481 points",
        "/instances/web-1:9100/history?limit=1 | 'limit': expected one of the parameters detector, end, instance, job, start, step, found an unknown name",
        "/anomalies?end=soon | end: expected a time such as 2026-03-02T12:00:00Z or Unix seconds, found 'soon'",
        "/anomalies?start=2026-03-02T13:00:00Z&end=2026-03-02T12:00:00Z | start: expected a time before end, 2026-03-02T12:00:00Z, found 2026-03-02T13:00:00Z",
        "/anomalies?cursor=%C3%A4 | cursor: expected a next_cursor of an earlier response, found '\u00e4'",
        "/anomalies?state=ok | 'state': expected one of the parameters cursor, detector, end, instance, job, limit, start, found an unknown name",
        "/calendar/proposals?limit=1 | 'limit': expected one of the parameters detector, found an unknown name",
      })
  void a_wrong_parameter_is_named(String path, String message)
      throws IOException, InterruptedException {
    HttpResponse<String> response = get("/api/v1" + path);

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(response.body());
    assertThat(error.path("errorType").asText()).isEqualTo("bad_data");
    assertThat(error.path("error").asText()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rack=7", "state=vanished", "anomalous=true", "job=a&job=b"})
  void nothing_is_forgotten_by_a_wrong_parameter(String query)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            request(INSTANCES + "/web-1:9100?" + query).DELETE().build(), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(EXPORTER.forgotten).isEmpty();
  }

  @Test
  void the_status_has_the_addresses_of_other_pages() throws IOException, InterruptedException {
    assertThat(json("/api/v1/status").at("/data/links"))
        .hasToString("{\"prometheus\":null,\"grafana\":null,\"alertmanager\":null}");
    EXPORTER.links = new LinksConfig(URI.create("https://example.org/prometheus"), null, null);
    assertThat(json("/api/v1/status").at("/data/links/prometheus").asText())
        .isEqualTo("https://example.org/prometheus");
  }

  @Test
  void a_long_value_is_not_repeated() throws IOException, InterruptedException {
    assertThat(get(INSTANCES + "?limit=" + "9".repeat(5_000)).body().length()).isLessThan(300);
  }

  @Test
  void a_detector_has_its_features_and_queries() throws IOException, InterruptedException {
    JsonNode detector = json("/api/v1/detectors/node").path("data");

    assertThat(json("/api/v1/detectors").path("data").path(0)).isEqualTo(detector);
    assertThat(detector.at("/status/model/version").asText()).isEqualTo("20260302T110000Z");
    assertThat(detector.at("/options/identity_labels")).hasToString("[\"instance\",\"job\"]");
    assertThat(detector.at("/features/1/name").asText()).isEqualTo("memory");
    assertThat(detector.at("/features/1/unit").asText()).isEqualTo("bytes");
    assertThat(detector.at("/features/1/query").asText()).isEqualTo("memory");
    assertThat(get("/api/v1/detectors/other").statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/detectors/other/models").statusCode()).isEqualTo(404);
  }

  @Test
  void models_are_listed_with_how_they_came_to_be() throws IOException, InterruptedException {
    Manifest serving = EXPORTER.state.model().manifest().orElseThrow();
    EXPORTER.stored =
        new StoredModels(
            List.of(
                stored("20260302T130000Z", false),
                stored("20260302T120000Z", true),
                stored(serving.version(), false),
                stored("20260301T110000Z", false)),
            List.of("node/20260228T110000Z: damaged"));

    JsonNode document = json("/api/v1/detectors/node/models");

    assertThat(document.path("data"))
        .extracting(it -> it.path("state").asText())
        .containsExactly("refused", "withdrawn", "serving", "kept");
    JsonNode model = document.path("data").path(2);
    assertThat(model.path("version").asText()).isEqualTo("20260302T110000Z");
    assertThat(model.path("instances").asInt()).isEqualTo(3);
    assertThat(model.path("left_out_ratio").asDouble()).isEqualTo(42.0 / 240);
    assertThat(model.path("features")).hasSize(2);
    assertThat(document.path("warnings")).hasToString("[\"node/20260228T110000Z: damaged\"]");
  }

  private static StoredModel stored(String version, boolean withdrawn) {
    Manifest manifest = EXPORTER.state.model().manifest().orElseThrow();
    return new StoredModel(
        Path.of(version),
        new Manifest(
            manifest.formatVersion(),
            manifest.detector(),
            manifest.type(),
            version,
            manifest.provenance(),
            manifest.featureFingerprint(),
            manifest.features(),
            manifest.architecture(),
            manifest.fleetSize(),
            manifest.rows(),
            manifest.files()),
        withdrawn);
  }

  @Test
  void a_failure_is_an_error_without_its_details() throws IOException, InterruptedException {
    EXPORTER.failure = new IllegalStateException("secret");

    HttpResponse<String> response = get("/api/v1/detectors/node/models");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(JSON.readTree(response.body()).path("errorType").asText()).isEqualTo("internal");
    assertThat(response.body()).contains("see the log").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/status",
        "/api/v1/detectors",
        "/api/v1/instances",
        "/api/v1/calendar/proposals",
        "/api/v1/anomalies",
        "/api/v1/instances/web-1:9100/history",
        "/api/v1/openapi.yaml",
        "/api/v1/docs",
        "/api/v1/docs/swagger-ui-bundle.js"
      })
  void what_has_not_changed_is_not_sent_again(String path)
      throws IOException, InterruptedException {
    String tag = get(path).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> known = get(path, "If-None-Match", tag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(
            CLIENT
                .send(
                    request(path)
                        .header("If-None-Match", tag)
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void what_has_changed_is_sent() throws IOException, InterruptedException {
    String tag = get(INSTANCES).headers().firstValue("ETag").orElseThrow();
    assertThat(EXPORTER.state.board().forget(KnownState.VANISHED)).isTrue();

    assertThat(get(INSTANCES, "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void an_error_has_no_tag() throws IOException, InterruptedException {
    assertThat(get(INSTANCES + "/none", "If-None-Match", "*").statusCode()).isEqualTo(404);
    assertThat(get(INSTANCES + "?x", "If-None-Match", "*").statusCode()).isEqualTo(400);
  }

  @Test
  void the_documentation_needs_no_other_server() throws IOException, InterruptedException {
    HttpResponse<String> page = get("/api/v1/docs");

    assertThat(page.body()).doesNotContain("http:", "https:", "//", "<style", "onclick");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self';");
    for (String file : List.of("docs.js", "swagger-ui-bundle.js", "swagger-ui.css")) {
      assertThat(page.body()).contains("\"docs/" + file + "\"");
      assertThat(get("/api/v1/docs/" + file).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/docs/docs.html",
        "/api/v1/docs/index.html",
        "/api/v1/docs/",
        "/api/v1/docs/x/docs.js"
      })
  void only_files_of_the_page_are_served(String path) throws IOException, InterruptedException {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void the_name_of_an_instance_may_contain_a_slash() throws IOException, InterruptedException {
    HttpResponse<String> response = get(INSTANCES + "/a/b");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(response.body()).path("error").asText())
        .isEqualTo("no such instance: a/b");
  }
}
