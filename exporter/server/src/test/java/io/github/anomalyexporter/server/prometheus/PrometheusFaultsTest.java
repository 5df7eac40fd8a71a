package io.github.anomalyexporter.server.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.UP;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.json;
import static io.github.anomalyexporter.server.prometheus.TestClient.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.prometheus.RawServer.Then;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusFaultsTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int BUDGET = 1_000;

  private final StubPrometheus prometheus = new StubPrometheus();
  private final TestClient test = new TestClient(config(prometheus.url(), null, LONG, 2, BUDGET));

  @AfterEach
  void close() {
    test.close();
    prometheus.close();
  }

  private RequestException failureAt(URI url, Duration timeout) {
    try (TestClient other = new TestClient(config(url, null, timeout, 2, BUDGET))) {
      return other.failure();
    }
  }

  @Test
  void a_server_that_is_down_is_retried_and_reported() {
    URI url = prometheus.url();
    prometheus.close();

    RequestException failure = test.failure();

    assertThat(failure.category()).isEqualTo(Category.CONNECTION);
    assertThat(failure.httpStatus()).isEmpty();
    assertThat(failure).hasMessageStartingWith(url + ", query up: connection: ");
    assertThat(test.observed).containsExactly("connection 0", "connection 0", "connection 0");
  }

  @Test
  void pauses_double_and_are_random_in_their_upper_half() {
    prometheus.answer(aResponse().withStatus(503));

    test.failure();

    assertThat(test.pauses).hasSize(2);
    assertThat(test.pauses.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(test.pauses.get(1)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
  }

  @Test
  void an_unknown_host_is_a_failed_connection() {
    assertThat(failureAt(URI.create("http://prometheus.invalid:9090"), LONG).category())
        .isEqualTo(Category.CONNECTION);
  }

  @Test
  void a_slow_server_times_out() {
    prometheus.answer(json(200, UP).withFixedDelay(60_000));

    RequestException failure = failureAt(prometheus.url(), SHORT);

    assertThat(failure.category()).isEqualTo(Category.TIMEOUT);
    assertThat(failure).hasMessageEndingWith("timeout: no complete response in time");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "HTTP/1.1 200"})
  void a_server_that_falls_silent_times_out(String answer) throws IOException {
    try (RawServer server = new RawServer(answer, Then.SILENT)) {
      assertThat(failureAt(server.url(), SHORT).category()).isEqualTo(Category.TIMEOUT);
    }
  }

  /** OkHttp takes these, and fails with an unchecked exception or waits for the end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -5",
        "Content-Length: -5\r\nContent-Encoding: gzip",
        "Content-Length: 99999999999999999999",
        "Content-Length: many",
        "Content-Length: 63\r\nContent-Length: 64",
      })
  void an_invalid_content_length_is_malformed_and_the_second_server_is_queried(String header)
      throws IOException, InterruptedException {
    prometheus.answer(UP);
    for (String status : List.of("200 OK", "503 Service Unavailable")) {
      String answer = "HTTP/1.1 " + status + "\r\n" + header + "\r\n\r\n" + UP;
      try (RawServer primary = new RawServer(answer, Then.SILENT);
          TestClient failover =
              new TestClient(config(primary.url(), prometheus.url(), LONG, 1, BUDGET))) {
        assertThat(failover.query("up")).hasSize(1);
        assertThat(failover.observed).containsExactly("malformed 0", "ok 1");
      }
    }
  }

  @Test
  void a_body_that_trickles_times_out() {
    prometheus.answer(json(200, UP).withChunkedDribbleDelay(UP.length(), 60_000));

    assertThat(failureAt(prometheus.url(), SHORT).category()).isEqualTo(Category.TIMEOUT);
  }

  @ParameterizedTest
  @CsvSource({"CLOSE", "RESET"})
  void an_answer_that_breaks_off_is_a_failed_connection(Then then) throws IOException {
    String half = UP.substring(0, UP.length() - 3);
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + UP.length() + "\r\n\r\n" + half;
    try (RawServer server = new RawServer(answer, then)) {
      assertThat(failureAt(server.url(), LONG).category()).isEqualTo(Category.CONNECTION);
      assertThat(server.requests).hasValue(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE", "CONNECTION_RESET_BY_PEER"})
  void a_connection_without_an_answer_is_tried_again(Fault fault) throws InterruptedException {
    prometheus.answer(aResponse().withFault(fault), json(200, UP));

    assertThat(test.query("up")).hasSize(1);
  }

  @Test
  void a_series_that_came_before_the_answer_broke_off_is_not_given_twice()
      throws IOException, InterruptedException {
    String two = UP.replace("]}}", ",{\"metric\":{\"instance\":\"b\"},\"value\":[1,\"2\"]}]}}");
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + two.substring(0, two.length() - 3);
    prometheus.answer(two);
    try (RawServer primary = new RawServer(answer, Then.CLOSE);
        TestClient failover =
            new TestClient(config(primary.url(), prometheus.url(), LONG, 1, BUDGET))) {

      assertThat(failover.query("up")).hasSize(2);

      assertThat(failover.observed).containsExactly("connection 2", "connection 2", "ok 2");
    }
  }

  @ParameterizedTest
  @CsvSource({"503", "500", "502", "504", "429"})
  void a_fault_of_the_server_is_tried_again(int status) throws InterruptedException {
    prometheus.answer(aResponse().withStatus(status), json(200, UP));

    assertThat(test.query("up")).hasSize(1);
    assertThat(test.observed).containsExactly("server 0", "ok 1");
  }

  @Test
  void the_pause_a_server_asks_for_is_kept() throws InterruptedException {
    prometheus.answer(aResponse().withStatus(429).withHeader("Retry-After", "7"), json(200, UP));

    assertThat(test.query("up")).hasSize(1);
    assertThat(test.pauses).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void a_pause_beyond_the_timeout_is_not_waited_for() {
    prometheus.answer(aResponse().withStatus(503).withHeader("Retry-After", "3600"), json(200, UP));

    assertThat(test.failure().category()).isEqualTo(Category.SERVER);
    assertThat(test.pauses).isEmpty();
    assertThat(prometheus.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad_data, REJECTED, 1",
    "422, execution, REJECTED, 3",
    "422, 422, REJECTED, 3",
    "404, not_found, REJECTED, 3",
    "401, unauthorized, UNAUTHORIZED, 1",
    "403, forbidden, UNAUTHORIZED, 2",
    "503, timeout, SERVER, 1"
  })
  void an_error_of_prometheus_is_kept(
      int status, String errorType, Category category, int requests) {
    prometheus.answer(
        json(
            status,
            "{\"status\":\"error\",\"errorType\":\""
                + errorType
                + "\",\"error\":\"what it says\"}"));

    RequestException failure = test.failure();

    assertThat(failure.category()).isEqualTo(category);
    assertThat(failure.httpStatus()).hasValue(status);
    assertThat(failure.errorType()).hasValue(errorType);
    assertThat(failure.reason()).isEqualTo("what it says");
    assertThat(failure)
        .hasMessage(
            prometheus.url()
                + ", query up: "
                + category.label()
                + ", HTTP "
                + status
                + ", "
                + errorType
                + ": what it says");
    assertThat(prometheus.requests()).as("again where it may pass").hasSize(requests);
  }

  @Test
  void an_error_may_come_with_status_200() {
    prometheus.answer(
        "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"e\",\"data\":null}");

    assertThat(test.failure().category()).isEqualTo(Category.REJECTED);
  }

  @Test
  void an_error_page_is_not_quoted_but_a_line_of_text_is() {
    prometheus.answer(aResponse().withStatus(404).withBody("<html><h1>Oh</h1></html>"));
    assertThat(test.failure()).hasMessageEndingWith("malformed, HTTP 404: Not Found");

    prometheus.answer(aResponse().withStatus(401).withBody("no org id\n"));
    assertThat(test.failure()).hasMessageEndingWith("unauthorized, HTTP 401: no org id");
  }

  @Test
  void a_redirect_is_not_followed_but_explained() {
    prometheus.answer(
        aResponse().withStatus(302).withHeader("Location", "https://sso/login?token=t0ken"));

    assertThat(test.failure())
        .hasMessageEndingWith(
            "malformed, HTTP 302: redirects are not followed; redirected to https://sso/login");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>Sign in</body></html>",
        "[]",
        "{\"status\":\"success\"}",
        "{\"status\":\"odd\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":[1,\"a\"]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}} {}",
        "{\"status\":\"success\",\"data\":[]}",
      })
  void an_invalid_answer_is_malformed_and_not_retried(String body) {
    prometheus.answer(body);

    RequestException failure = test.failure();

    assertThat(failure.category()).isEqualTo(Category.MALFORMED);
    assertThat(failure).hasMessageContaining("malformed, HTTP 200: ");
    assertThat(test.observed).containsExactly("malformed 0");
  }

  @Test
  void html_is_named_by_its_content_type() {
    prometheus.answer(aResponse().withHeader("Content-Type", "text/html").withBody("<html>"));

    assertThat(test.failure()).hasMessageEndingWith("(Content-Type text/html)");
  }

  @Test
  void an_answer_over_twice_the_sample_budget_is_too_large() {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i <= 2 * BUDGET; i++) {
      result.append(i == 0 ? "" : ",");
      result.append("{\"metric\":{\"i\":\"" + i + "\"},\"value\":[1,\"2\"]}");
    }
    prometheus.answer(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
            + result
            + "]}}");

    RequestException failure = test.failure();

    assertThat(failure.category()).isEqualTo(Category.TOO_LARGE);
    assertThat(failure).hasMessageContaining("more than 2000 samples");
    assertThat(prometheus.requests()).hasSize(1);
  }

  @Test
  void an_endless_answer_without_samples_is_too_large() {
    String junk = "[" + "0,".repeat(9 << 20) + "0]";
    prometheus.answer("{\"junk\":" + junk + "}");

    assertThat(test.failure().category()).isEqualTo(Category.TOO_LARGE);
  }

  @Test
  void a_long_query_is_shortened_in_messages() {
    prometheus.answer(aResponse().withStatus(400));
    String promql = "sum(\n  rate(x[5m])) + " + "y + ".repeat(1_000) + "1";
    RequestException failure =
        catchThrowableOfType(RequestException.class, () -> test.query(promql));

    assertThat(failure).hasMessageContaining("query sum( rate(x[5m])) + y + ");
    assertThat(failure.getMessage()).hasSizeLessThan(300);
  }

  @Test
  void queries_that_find_no_free_connection_in_time_time_out() throws Exception {
    PrometheusConfig one =
        new PrometheusConfig(
            new HttpClientConfig(
                prometheus.url(),
                null,
                null,
                null,
                null,
                Map.of(),
                HttpClientConfig.Tls.DEFAULT,
                SHORT,
                0),
            1,
            BUDGET);
    prometheus.answer(json(200, UP).withFixedDelay(60_000));
    try (TestClient narrow = new TestClient(one)) {
      InstantQuery query = new InstantQuery("up", series -> {});
      assertThat(narrow.client.queryAll(List.of(query, query, query), TestClient.TIME))
          .hasSize(3)
          .allSatisfy(
              outcome ->
                  assertThat(outcome.failure())
                      .extracting(RequestException::category)
                      .isEqualTo(Category.TIMEOUT));
    }
  }
}
