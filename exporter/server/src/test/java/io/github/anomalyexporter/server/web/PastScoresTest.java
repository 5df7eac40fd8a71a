package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.recent.RecentAnomalies;
import io.github.anomalyexporter.server.recent.ScrapedScores;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Histories and anomalies by HTTP, at a fixed time. */
class PastScoresTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = KnownState.TIME;
  private static final String HISTORY = "/api/v1/instances/web-1:9100/history";

  private final HttpClient client = new DocumentedClient(HttpClient.newHttpClient());
  private final ObedientExporter exporter = new ObedientExporter();
  @AutoClose private final FakePrometheus prometheus = new FakePrometheus();
  @AutoClose private final PrometheusClient queries = prometheus.client();
  @AutoClose private final WebServer server = exporter.serve(true);

  PastScoresTest() throws IOException, ConfigException {}

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request(path), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static List<String> texts(JsonNode array, String pointer) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(it -> it.at(pointer).asText())
        .toList();
  }

  private void query() {
    exporter.scraped = new ScrapedScores(queries, exporter.state.config());
  }

  /** Answers the query for the label instance web-1:9100. */
  private void put(String step, double score) {
    put(step, score, Instant.MIN);
  }

  /** The same, scraped from a time on. */
  private void put(String step, double score, Instant from) {
    List<String> parts = new ArrayList<>();
    List<String> metrics =
        List.of("anomaly_score", "anomaly_threshold", "anomaly_reconstruction_error");
    for (String metric : metrics) {
      parts.add(
          "label_replace(max by (instance, job) (max_over_time(%s{detector=\"node\",instance=\"web-1:9100\",exported_instance=\"\"}[%sms])), \"__metric__\", \"%s\", \"\", \"\")"
              .formatted(metric, step, metric));
    }
    for (String metric : metrics) {
      prometheus.put(
          String.join(" or ", parts),
          Labels.of("instance", "web-1:9100", "job", "node", "__metric__", metric),
          time -> time.isBefore(from) ? Double.NaN : metric.equals("anomaly_score") ? score : 2.0);
    }
  }

  private static Instant ago(int minutes) {
    return NOW.minus(Duration.ofMinutes(minutes));
  }

  private void remember(int minutesAgo, double error) {
    exporter.state.recentScores().add(KnownState.ANOMALOUS, ago(minutesAgo), error, 2);
  }

  @Test
  void a_history_is_that_of_prometheus() throws IOException, InterruptedException {
    query();
    put("60000", 1.5);
    remember(1, 1);

    JsonNode document = get(HISTORY);
    JsonNode history = document.at("/data/0");

    assertThat(document.has("warnings")).isFalse();
    assertThat(document.path("data")).hasSize(1);
    assertThat(history.path("source").asText()).isEqualTo("prometheus");
    assertThat(history.path("step").asText()).isEqualTo("PT1M");
    assertThat(history.path("points")).hasSize(361);
    assertThat(history.at("/points/0"))
        .hasToString(
            "{\"time\":\"2026-03-02T06:00:00Z\",\"score\":1.5,\"threshold\":2.0,\"reconstruction_error\":2.0,\"is_anomalous\":true}");
  }

  @Test
  void scores_of_before_the_first_scrape_are_those_of_the_exporter()
      throws IOException, InterruptedException {
    query();
    put("60000", 1.5, ago(2));
    remember(4, 1);
    remember(1, 1);

    JsonNode document = get(HISTORY);

    assertThat(document.has("warnings")).isFalse();
    assertThat(document.at("/data/0/source").asText()).isEqualTo("prometheus");
    assertThat(texts(document.at("/data/0/points"), "/score"))
        .containsExactly("0.5", "1.5", "1.5", "1.5");
  }

  @Test
  void a_long_history_has_few_points_unless_more_are_asked_for()
      throws IOException, InterruptedException {
    query();
    put("180000", 1.5);
    put("240000", 1.5);

    JsonNode day = get(HISTORY + "?start=2026-03-01T12:00:00Z").at("/data/0");
    assertThat(day.path("step").asText()).isEqualTo("PT3M");
    assertThat(day.path("points").size()).isEqualTo(481);
    assertThat(get(HISTORY + "?step=4m&end=2026-03-02T11:59:59Z").at("/data/0/points")).hasSize(90);
  }

  @Test
  void without_scores_in_prometheus_it_is_that_of_the_exporter()
      throws IOException, InterruptedException {
    query();
    remember(3, 1);
    remember(1, 5);

    JsonNode document = get(HISTORY);

    assertThat(document.at("/data/0/source").asText()).isEqualTo("exporter");
    assertThat(texts(document.at("/data/0/points"), "/score")).containsExactly("0.5", "2.5");
    assertThat(texts(document.at("/data/0/points"), "/is_anomalous"))
        .containsExactly("false", "true");
    assertThat(document.at("/warnings/0").asText())
        .isEqualTo(
            "detector node, {instance=\"web-1:9100\", job=\"node\"}: Prometheus has no anomaly_score of it in this time; the exporter itself has scores since 2026-03-02T11:57:00Z");
  }

  @Test
  void a_failure_of_prometheus_is_a_warning() throws IOException, InterruptedException {
    query();
    prometheus.fail(FakePrometheus.EVERYTHING, 500, "no");

    JsonNode document = get(HISTORY);

    assertThat(document.at("/data/0/points")).isEmpty();
    assertThat(document.at("/warnings/0").asText())
        .contains("Prometheus did not answer: ")
        .endsWith("; the exporter itself has no scores since its start");
  }

  @Test
  void a_detector_without_a_prometheus_has_its_own_scores()
      throws IOException, InterruptedException {
    remember(1, 1);

    JsonNode document = get(HISTORY + "?detector=node&job=node");

    assertThat(document.at("/data/0/points")).hasSize(1);
    assertThat(document.at("/warnings/0").asText()).contains("the detector queries no Prometheus");
  }

  @Test
  void an_unknown_instance_has_no_history() throws IOException, InterruptedException {
    for (String path : List.of("/api/v1/instances/a/b/history", HISTORY + "?job=other")) {
      assertThat(client.send(request(path), BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }
    assertThat(prometheus.asked()).isEmpty();
  }

  @Test
  void a_prometheus_that_hangs_blocks_neither_metrics_nor_other_requests()
      throws IOException, InterruptedException {
    PrometheusClient patient =
        new PrometheusClient(
            PrometheusConfig.defaults(prometheus.url()),
            RequestObserver.NONE,
            new Random(1),
            duration -> {});
    exporter.scraped = new ScrapedScores(patient, exporter.state.config());
    prometheus.fail(FakePrometheus.EVERYTHING, FakePrometheus.HANGS, "");
    List<CompletableFuture<HttpResponse<String>>> hanging = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      hanging.add(client.sendAsync(request(HISTORY), BodyHandlers.ofString()));
    }
    await().until(() -> prometheus.hanging().size() == 2);

    HttpResponse<String> refused = client.send(request(HISTORY), BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(get("/api/v1/status").at("/data/ready").asBoolean()).isTrue();
    assertThat(client.send(request("/metrics"), BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
    assertThat(hanging).noneMatch(CompletableFuture::isDone);
    patient.close();
    hanging.forEach(it -> assertThat(it.join().statusCode()).isEqualTo(200));
  }

  private void anomaly(String host, int minutesAgo, double score) {
    RecentAnomalies anomalies = exporter.state.recentAnomalies();
    anomalies.add(
        Labels.of("instance", host, "job", "node"),
        ago(minutesAgo),
        score,
        Set.of(ExemptionReason.SILENCE),
        () -> List.of(new FeatureContribution("load", "ratio", 1, score, Double.NaN)));
    anomalies.end(ago(minutesAgo));
  }

  private void anomalies() {
    anomaly("web-1", 300, 2);
    anomaly("web-1", 200, 3);
    anomaly("db-1", 195, 9);
    anomaly("web-1", 194, 4);
    anomaly("web-1", 5, 2);
  }

  @Test
  void anomalies_are_incidents_newest_first() throws IOException, InterruptedException {
    anomalies();

    JsonNode document = get("/api/v1/anomalies");

    assertThat(texts(document.path("data"), "/begin"))
        .containsExactly("2026-03-02T11:55:00Z", "2026-03-02T08:40:00Z", "2026-03-02T07:00:00Z");
    assertThat(document.at("/data/0/end").isNull()).as("lasts").isTrue();
    assertThat(document.at("/data/1/end").asText()).isEqualTo("2026-03-02T08:46:00Z");
    assertThat(document.at("/data/1/duration").asText()).isEqualTo("PT6M");
    assertThat(document.at("/data/1/peak_score").asDouble()).isEqualTo(9);
    assertThat(document.at("/data/1/peak_at").asText()).isEqualTo("2026-03-02T08:45:00Z");
    assertThat(texts(document.at("/data/1/instances"), "/labels/instance"))
        .containsExactly("web-1", "db-1");
    assertThat(document.at("/data/1/instances/1/suppressed/0").asText()).isEqualTo("silence");
    assertThat(document.at("/data/1/instances/1/features/0"))
        .hasToString(
            "{\"feature\":\"load\",\"unit\":\"ratio\",\"contribution\":1.0,\"actual\":9.0,\"expected\":null}");
  }

  @Test
  void incidents_are_selected_and_read_in_parts() throws IOException, InterruptedException {
    anomalies();
    List<String> all = texts(get("/api/v1/anomalies").path("data"), "/begin");

    assertThat(begins("?instance=db-1")).containsExactly(all.get(1));
    assertThat(begins("?job=other")).isEmpty();
    assertThat(begins("?detector=node")).isEqualTo(all);
    assertThat(begins("?detector=other")).isEmpty();
    assertThat(begins("?start=2026-03-02T08:46:00Z")).isEqualTo(all.subList(0, 2));
    assertThat(begins("?start=2026-03-02T08:46:01Z")).isEqualTo(all.subList(0, 1));
    assertThat(begins("?end=2026-03-02T08:40:00Z")).isEqualTo(all.subList(1, 3));
    JsonNode part = get("/api/v1/anomalies?limit=2");
    assertThat(texts(part.path("data"), "/begin")).isEqualTo(all.subList(0, 2));
    assertThat(part.at("/page/total").asInt()).isEqualTo(3);
    assertThat(begins("?limit=2&cursor=" + part.at("/page/next_cursor").asText()))
        .isEqualTo(all.subList(2, 3));
  }

  private List<String> begins(String query) throws IOException, InterruptedException {
    return texts(get("/api/v1/anomalies" + query).path("data"), "/begin");
  }
}
