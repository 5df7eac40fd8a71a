package io.github.anomalyexporter.server.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.UP;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.json;
import static io.github.anomalyexporter.server.prometheus.TestClient.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.http.RequestException.Category;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusClientTest {
  private static final String COMPLETE = "&partial_response=false&deny_partial_response=1";

  private final StubPrometheus prometheus = new StubPrometheus();
  private final TestClient test = new TestClient(prometheus.config());

  @AfterEach
  void close() {
    test.close();
    prometheus.close();
  }

  @Test
  void an_instant_query_is_posted_as_a_form() throws InterruptedException {
    prometheus.answer(UP);

    Series series = test.query("up{job=\"node\"} + 1").get(0);

    assertThat(prometheus.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getMethod().value()).isEqualTo("POST");
              assertThat(request.getUrl()).isEqualTo("/api/v1/query");
              assertThat(request.getHeader("User-Agent")).startsWith("anomaly-exporter/");
            });
    assertThat(prometheus.forms())
        .containsExactly(
            "query=up{job=\"node\"} + 1&time=1700000000.25&nocache=1&latency_offset=1ms"
                + COMPLETE);
    assertThat(series.labels()).isEqualTo(Labels.of("__name__", "up", "instance", "web-1:9100"));
    assertThat(series.timestamp(0)).isEqualTo(1_700_000_000_250L);
    assertThat(series.value(0)).isEqualTo(1);
    assertThat(test.observed).containsExactly("ok 1");
  }

  @Test
  void a_path_prefix_is_kept() throws InterruptedException {
    prometheus.answer(UP);
    for (String prefix : List.of("/team/prometheus", "/team/prometheus/")) {
      try (TestClient prefixed =
          new TestClient(prometheus.config().withUrl(URI.create(prometheus.url() + prefix)))) {
        prefixed.query("up");
      }
    }
    assertThat(prometheus.requests())
        .extracting(request -> request.getUrl())
        .containsOnly("/team/prometheus/api/v1/query")
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 405, 501})
  void a_server_that_refuses_post_is_queried_by_get_from_then_on(int status)
      throws InterruptedException {
    prometheus.answer(UP);
    prometheus.server.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status)));

    assertThat(test.query("up{a=\"b c\"}")).hasSize(1);
    assertThat(test.query("down")).hasSize(1);

    assertThat(prometheus.requests())
        .extracting(request -> request.getMethod() + " " + request.getUrl())
        .containsExactly(
            "POST /api/v1/query",
            "GET /api/v1/query?query=up%7Ba%3D%22b%20c%22%7D&time=1700000000.25&nocache=1&latency_offset=1ms"
                + COMPLETE,
            "GET /api/v1/query?query=down&time=1700000000.25&nocache=1&latency_offset=1ms"
                + COMPLETE);
  }

  @Test
  void get_is_not_kept_to_where_it_is_refused_as_well() throws InterruptedException {
    prometheus.answer(aResponse().withStatus(403));
    test.failure();
    prometheus.answer(UP);

    assertThat(test.query("up")).hasSize(1);

    assertThat(prometheus.requests())
        .extracting(request -> request.getMethod().value())
        .containsExactly("POST", "GET", "POST");
  }

  @Test
  void a_compressed_answer_is_read() throws IOException, InterruptedException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(UP.getBytes(StandardCharsets.UTF_8));
    }
    prometheus.answer(
        aResponse().withHeader("Content-Encoding", "gzip").withBody(compressed.toByteArray()));

    assertThat(test.query("up")).hasSize(1);
    assertThat(prometheus.requests().get(0).getHeader("Accept-Encoding")).isEqualTo("gzip");
  }

  @Test
  void the_version_is_returned() throws InterruptedException {
    prometheus.answer(
        "{\"status\":\"success\",\"data\":{\"version\":\"2.42.0\",\"revision\":\"r\"}}");

    assertThat(test.client.buildInfo()).isEqualTo(new BuildInfo("2.42.0"));
    assertThat(prometheus.requests().get(0).getUrl()).isEqualTo("/api/v1/status/buildinfo");
  }

  @Test
  void of_several_queries_each_has_its_own_outcome() throws InterruptedException {
    prometheus.answer(UP);
    prometheus.server.stubFor(
        any(anyUrl())
            .withRequestBody(containing("query=bad"))
            .willReturn(
                json(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no\"}")));
    List<Series> good = Collections.synchronizedList(new ArrayList<>());
    List<Series> bad = Collections.synchronizedList(new ArrayList<>());
    List<InstantQuery> queries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      queries.add(new InstantQuery("good" + i, good::add));
      queries.add(new InstantQuery("bad" + i, bad::add));
    }

    List<QueryOutcome> outcomes = test.client.queryAll(queries, TIME);

    assertThat(outcomes)
        .extracting(QueryOutcome::promql)
        .containsExactlyElementsOf(queries.stream().map(InstantQuery::promql).toList());
    assertThat(outcomes)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.succeeded()).isEqualTo(outcome.promql().startsWith("good"));
              if (outcome.failure() != null) {
                assertThat(outcome.failure().category()).isEqualTo(Category.REJECTED);
                assertThat(outcome.failure()).hasMessageContaining(outcome.promql());
              }
            });
    assertThat(good).hasSize(10);
    assertThat(bad).isEmpty();
    assertThat(test.observed).hasSize(20);
  }

  @Test
  void what_a_sink_throws_ends_the_call() {
    prometheus.answer(UP);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                test.client.query(
                    "up",
                    TIME,
                    series -> {
                      throw new IllegalStateException("full");
                    }))
        .withMessage("full");
    assertThat(prometheus.requests()).hasSize(1);
  }

  @Test
  void a_closed_client_throws() {
    test.client.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> test.query("up"))
        .withMessage("the client is closed");
  }

  @Test
  void a_client_leaves_no_thread_that_keeps_the_jvm_alive() throws InterruptedException {
    prometheus.answer(UP);
    test.query("up");

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().matches("(OkHttp|Okio|http-call).*"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }

  @Test
  void a_url_without_a_host_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TestClient(PrometheusConfig.defaults(URI.create("http://:9090"))))
        .withMessageContaining("http://");
  }
}
