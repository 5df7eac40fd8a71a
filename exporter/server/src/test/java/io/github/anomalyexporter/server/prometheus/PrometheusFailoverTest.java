package io.github.anomalyexporter.server.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.UP;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.json;
import static io.github.anomalyexporter.server.prometheus.TestClient.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.prometheus.RawServer.Then;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusFailoverTest {
  private final StubPrometheus primary = new StubPrometheus();
  private final StubPrometheus second = new StubPrometheus();
  private final PrometheusConfig config =
      config(primary.url(), second.url(), Duration.ofMinutes(1), 1, 1_000);

  @AfterEach
  void close() {
    primary.close();
    second.close();
  }

  @Test
  void the_second_server_gets_no_request_while_the_first_answers() throws InterruptedException {
    primary.answer(UP);
    try (TestClient test = new TestClient(config)) {
      test.query("up");
    }
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void a_server_that_failed_is_spared_for_a_while() throws InterruptedException {
    primary.answer(aResponse().withStatus(503));
    second.answer(UP);
    try (TestClient test = new TestClient(config)) {
      test.query("up");
      test.query("up");

      assertThat(test.observed).containsExactly("server 0", "server 0", "ok 1", "ok 1");
    }
  }

  @Test
  void a_server_at_rest_is_queried_if_the_other_fails() throws InterruptedException {
    primary.answer(aResponse().withStatus(503));
    second.answer(UP);
    try (TestClient test = new TestClient(config)) {
      test.query("up");
      primary.answer(UP);
      second.close();

      assertThat(test.query("up")).hasSize(1);
    }
  }

  @Test
  void a_hanging_server_leaves_time_for_the_second() throws IOException, InterruptedException {
    second.answer(UP);
    try (RawServer hanging = new RawServer("", Then.SILENT);
        TestClient test =
            new TestClient(config(hanging.url(), second.url(), Duration.ofSeconds(4), 1, 1_000))) {
      assertThat(test.query("up")).hasSize(1);
      assertThat(test.observed).containsExactly("timeout 0", "ok 1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad_data, REJECTED",
    "422, execution, REJECTED",
    "401, unauthorized, UNAUTHORIZED"
  })
  void a_fault_of_the_request_is_not_taken_elsewhere(
      int status, String errorType, Category category) {
    primary.answer(
        json(
            status, "{\"status\":\"error\",\"errorType\":\"" + errorType + "\",\"error\":\"no\"}"));
    try (TestClient test = new TestClient(config)) {
      assertThat(test.failure().category()).isEqualTo(category);
    }
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void after_a_malformed_answer_of_the_first_the_second_server_is_queried()
      throws InterruptedException {
    primary.answer("<html>Sign in</html>");
    second.answer(UP);
    try (TestClient test = new TestClient(config)) {
      assertThat(test.query("up")).hasSize(1);
    }
  }

  @Test
  void if_both_fail_the_first_is_named_and_the_other_attached() {
    primary.answer(aResponse().withStatus(503));
    second.answer(aResponse().withStatus(500));
    try (TestClient test = new TestClient(config)) {
      RequestException failure = test.failure();

      assertThat(failure).hasMessageStartingWith(primary.url() + ", ");
      assertThat(failure.httpStatus()).hasValue(503);
      assertThat(failure.getSuppressed()).singleElement().asString().contains(second.url() + ", ");
    }
  }
}
