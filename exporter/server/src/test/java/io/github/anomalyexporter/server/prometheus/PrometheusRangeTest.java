package io.github.anomalyexporter.server.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.json;
import static io.github.anomalyexporter.server.prometheus.TestClient.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.http.RequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusRangeTest {
  private static final String EMPTY = matrix("");
  private static final String TIMED_OUT =
      "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out in expression"
          + " evaluation\"}";
  private static final String WHOLE =
      "&nocache=1&latency_offset=1ms&partial_response=false&deny_partial_response=1";
  private static final Instant START = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final StubPrometheus prometheus = new StubPrometheus();
  private final TestClient test =
      new TestClient(config(prometheus.url(), null, Duration.ofMinutes(1), 2, 100_000));

  @AfterEach
  void close() {
    test.close();
    prometheus.close();
  }

  private static String matrix(String result) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
        + result
        + "]}}";
  }

  private static TimeRange range(int points, Duration step) {
    return new TimeRange(START, START.plus(step.multipliedBy(points - 1)), step);
  }

  private void query(TimeRange range, int expectedSeries) throws InterruptedException {
    test.client.queryRange("up", range, expectedSeries, series -> {});
  }

  @Test
  void a_range_of_11_000_points_is_one_request() throws InterruptedException {
    prometheus.answer(EMPTY);

    query(range(11_000, MINUTE), 1);

    assertThat(prometheus.requests().get(0).getUrl()).isEqualTo("/api/v1/query_range");
    assertThat(prometheus.forms())
        .containsExactly("query=up&start=1700000000&end=1700659940&step=60&timeout=30" + WHOLE);
  }

  @Test
  void one_point_more_is_a_second_request() throws InterruptedException {
    prometheus.answer(EMPTY);

    query(range(11_001, MINUTE), 1);

    assertThat(prometheus.forms())
        .containsExactly(
            "query=up&start=1700000000&end=1700659940&step=60&timeout=30" + WHOLE,
            "query=up&start=1700660000&end=1700660000&step=60&timeout=30" + WHOLE);
  }

  @Test
  void parts_stay_within_the_sample_budget() throws InterruptedException {
    prometheus.answer(EMPTY);

    query(range(250, Duration.ofMillis(15_500)), 1_000);

    assertThat(prometheus.forms())
        .containsExactly(
            "query=up&start=1700000000&end=1700001534.5&step=15.5&timeout=30" + WHOLE,
            "query=up&start=1700001550&end=1700003084.5&step=15.5&timeout=30" + WHOLE,
            "query=up&start=1700003100&end=1700003859.5&step=15.5&timeout=30" + WHOLE);
  }

  @Test
  void a_part_has_at_least_one_point() throws InterruptedException {
    prometheus.answer(EMPTY);

    query(range(2, MINUTE), 1_000_000);

    assertThat(prometheus.forms()).hasSize(2);
  }

  @Test
  void each_series_of_each_part_arrives_oldest_part_first() throws InterruptedException {
    prometheus.answer(
        matrix(
            "{\"metric\":{\"i\":\"a\"},\"values\":[[1700000000,\"1\"],[1700000120.000,\"2\"]]}"));
    prometheus.server.stubFor(
        any(anyUrl())
            .withRequestBody(containing("start=1700000180"))
            .willReturn(
                json(
                    200,
                    matrix(
                        "{\"metric\":{\"i\":\"a\"},\"values\":[[1700000240,\"3\"]]},"
                            + "{\"metric\":{\"i\":\"b\"},\"values\":[[1700000180,\"NaN\"]]}"))));
    List<String> delivered = new ArrayList<>();

    test.client.queryRange(
        "up", range(5, MINUTE), 33_333, series -> delivered.add(series.toString()));

    assertThat(delivered)
        .containsExactly(
            "{i=\"a\"} [1700000000000, 1700000120000] [1.0, 2.0]",
            "{i=\"a\"} [1700000240000] [3.0]",
            "{i=\"b\"} [1700000180000] [NaN]");
    assertThat(test.observed).containsExactly("ok 2", "ok 2");
  }

  @Test
  void a_failed_part_ends_the_query() {
    prometheus.answer(
        json(200, EMPTY), json(422, "{\"status\":\"error\",\"errorType\":\"execution\"}"));

    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> query(range(250, MINUTE), 1_000));

    assertThat(test.observed).containsExactly("ok 0", "server 0", "server 0", "server 0");
  }

  @Test
  void a_query_with_too_many_samples_is_sent_in_halves() throws InterruptedException {
    String tooMuch =
        "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"query processing would"
            + " load too many samples into memory in query execution\"}";
    prometheus.answer(json(422, tooMuch), json(422, tooMuch), json(200, EMPTY));

    query(range(13, MINUTE), 1);

    assertThat(parts()).containsExactly("0-12", "0-5", "0-2", "3-5", "6-8", "9-11", "12-12");
  }

  @Test
  void a_query_that_times_out_is_sent_in_halves_at_once() throws InterruptedException {
    prometheus.answer(json(503, TIMED_OUT), json(200, EMPTY));

    query(range(4, MINUTE), 1);

    assertThat(parts()).containsExactly("0-3", "0-1", "2-3");
    assertThat(test.pauses).isEmpty();
  }

  @Test
  void one_point_that_takes_prometheus_too_long_ends_the_query() {
    prometheus.answer(json(503, TIMED_OUT));

    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> query(range(4, MINUTE), 1))
        .withMessageContaining("query timed out in expression evaluation");

    assertThat(parts()).containsExactly("0-3", "0-1", "0-0");
  }

  @Test
  void with_a_second_server_the_first_has_half_of_the_time() throws InterruptedException {
    prometheus.answer(EMPTY);
    try (TestClient pair =
        new TestClient(
            config(prometheus.url(), prometheus.url(), Duration.ofMinutes(1), 2, 100_000))) {
      pair.client.queryRange("up", range(1, MINUTE), 1, series -> {});
    }

    assertThat(prometheus.forms()).singleElement().asString().contains("&timeout=15&");
  }

  /** Of the requests so far: number of their first and last point. */
  private List<String> parts() {
    Pattern times = Pattern.compile("start=(\\d+)&end=(\\d+)");
    return prometheus.forms().stream()
        .map(times::matcher)
        .filter(Matcher::find)
        .map(form -> point(form.group(1)) + "-" + point(form.group(2)))
        .toList();
  }

  private static long point(String seconds) {
    return Duration.between(START, Instant.ofEpochSecond(Long.parseLong(seconds)))
        .dividedBy(MINUTE);
  }
}
