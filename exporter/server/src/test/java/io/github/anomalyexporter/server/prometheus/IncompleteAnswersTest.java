package io.github.anomalyexporter.server.prometheus;

import static io.github.anomalyexporter.server.prometheus.StubPrometheus.UP;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.json;
import static io.github.anomalyexporter.server.prometheus.TestClient.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncompleteAnswersTest {
  private static final String STORE_DOWN =
      "receive series from Addr: thanos-store-b:10901 LabelSets: {cluster=\\\"b\\\"}: rpc error:"
          + " code = Unavailable desc = connection error";
  private static final String NO_STORE = "No StoreAPIs matched for this query";
  private static final String EMPTY =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";

  private final StubPrometheus prometheus = new StubPrometheus();
  private final TestClient test = new TestClient(prometheus.config());

  @AfterEach
  void close() {
    test.close();
    prometheus.close();
  }

  /** As Thanos and Prometheus write it: behind the data. */
  private static String warning(String answer, String text) {
    return answer.substring(0, answer.length() - 1) + ",\"warnings\":[\"" + text + "\"]}";
  }

  /** As VictoriaMetrics writes it: before the data. */
  private static String partial(String answer, boolean partial) {
    return answer.replace("\"success\",", "\"success\",\"isPartial\":" + partial + ",");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STORE_DOWN,
        NO_STORE,
        "query result may contain partial data",
        "remote_read: remote server http://old:9090 returned HTTP status 503",
        "results truncated due to limit"
      })
  void a_warning_of_the_storage_makes_the_answer_incomplete(String text) {
    prometheus.answer(warning(UP, text));

    RequestException failure = test.failure();

    assertThat(failure.category()).isEqualTo(Category.INCOMPLETE);
    assertThat(failure)
        .hasMessage(
            prometheus.url() + ", query up: incomplete, HTTP 200: " + text.replace("\\\"", "\""));
    assertThat(test.observed).as("its series are with the sink").containsExactly("incomplete 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PromQL warning: bucket label \\\"le\\\" is missing or has a malformed value",
        "PromQL info: metric might not be a counter, name does not end in _total: \\\"x\\\" (1:6)"
      })
  void an_annotation_of_the_expression_does_not(String text) throws InterruptedException {
    prometheus.answer(warning(UP, text));

    assertThat(test.query("up")).hasSize(1);
  }

  @Test
  void a_mark_behind_an_annotation_is_seen() {
    prometheus.answer(warning(UP, "PromQL warning: a\",\"" + STORE_DOWN));

    assertThat(test.failure()).hasMessageContaining("HTTP 200: receive series from");
  }

  @Test
  void a_partial_answer_is_requested_again_and_discarded() throws InterruptedException {
    String half = partial(UP.replace("\"1\"", "\"0.5\""), true);
    prometheus.answer(json(200, half), json(200, partial(UP, false)));

    assertThat(test.query("up")).singleElement().matches(series -> series.value(0) == 1);

    assertThat(test.observed).containsExactly("incomplete 0", "ok 1");
  }

  @Test
  void a_partial_answer_fails_where_it_stays_partial() {
    prometheus.answer(partial(UP, true));

    assertThat(test.failure()).hasMessageEndingWith("the source reports isPartial: true");
    assertThat(prometheus.requests()).hasSize(3);
  }

  @Test
  void the_second_server_is_queried_after_a_partial_answer_of_the_first()
      throws InterruptedException {
    prometheus.answer(partial(UP, true));
    try (StubPrometheus second = new StubPrometheus().answer(partial(UP, false));
        TestClient pair =
            new TestClient(
                config(prometheus.url(), second.url(), Duration.ofMinutes(1), 0, 100_000))) {
      assertThat(pair.query("up")).hasSize(1);
    }
  }

  @Test
  void other_marks_of_a_part_are_read_too() {
    ResponseDefinitionBuilder limited =
        json(200, UP).withHeader("M3-Results-Limited", "max_fetch_series_limit_applied");
    prometheus.answer(limited);
    assertThat(test.failure())
        .hasMessageEndingWith("M3-Results-Limited: max_fetch_series_limit_applied");

    prometheus.answer(json(206, UP));
    assertThat(test.failure()).hasMessageContaining("incomplete, HTTP 206");
  }

  @Test
  void before_the_first_sample_no_store_has_anything() throws InterruptedException {
    prometheus.answer(json(200, warning(EMPTY, NO_STORE)), json(200, EMPTY));

    assertThat(query(11_001)).isEmpty();
    assertThat(test.observed).containsExactly("ok 0", "ok 0");
  }

  @Test
  void at_the_end_of_a_range_a_store_has_to_be_there() {
    prometheus.answer(json(200, EMPTY), json(200, warning(EMPTY, NO_STORE)));

    assertThat(catchThrowableOfType(RequestException.class, () -> query(11_001)).category())
        .isEqualTo(Category.INCOMPLETE);
  }

  @Test
  void an_old_part_of_a_range_may_not_miss_a_store_that_is_down() {
    prometheus.answer(json(200, warning(EMPTY, STORE_DOWN)), json(200, EMPTY));

    assertThat(catchThrowableOfType(RequestException.class, () -> query(11_001))).isNull();
    assertThat(test.observed).containsExactly("incomplete 0", "ok 0", "ok 0");
  }

  private List<String> query(int points) throws InterruptedException {
    Duration step = Duration.ofMinutes(1);
    Instant start = Instant.ofEpochSecond(1_700_000_000);
    List<String> series = new ArrayList<>();
    test.client.queryRange(
        "up",
        new TimeRange(start, start.plus(step.multipliedBy(points - 1)), step),
        1,
        each -> series.add(each.toString()));
    return series;
  }
}
