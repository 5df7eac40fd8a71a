package io.github.anomalyexporter.server.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.UP;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.anomalyexporter.server.http.RequestException.Category;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {
  private static final String STORE_DOWN =
      "expanding series: proxy Series(): rpc error: code = Aborted desc = fetch series: rpc error:"
          + " code = Unavailable desc = connection error: connection refused";

  private final StubPrometheus prometheus = new StubPrometheus();
  private final TestClient test = new TestClient(prometheus.config());

  @AfterEach
  void close() {
    test.close();
    prometheus.close();
  }

  private static ResponseDefinitionBuilder error(int status, String errorType, String error) {
    return json(
        status,
        "{\"status\":\"error\",\"errorType\":\"%s\",\"error\":\"%s\"}".formatted(errorType, error));
  }

  static Stream<ResponseDefinitionBuilder> passing() {
    return Stream.of(
        error(422, "execution", STORE_DOWN),
        error(422, "422", "cannot fetch data from vmstorage nodes"),
        aResponse().withStatus(404).withBody("default backend - 404"),
        aResponse().withStatus(400).withBody("<html><h1>Bad Request</h1></html>"),
        aResponse().withStatus(408),
        aResponse().withStatus(421));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void a_temporary_refusal_is_retried(ResponseDefinitionBuilder refusal)
      throws InterruptedException {
    prometheus.answer(refusal, json(200, UP));

    assertThat(test.query("up")).hasSize(1);
    assertThat(prometheus.requests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "422 | execution | many-to-many matching not allowed | REJECTED",
        "422 | 422 | unsupported function | REJECTED",
        "400 | bad_data | parse error near vmstorage | REJECTED",
        "422 | execution | fetch series: rpc error: code = Unavailable | SERVER",
        "422 | 422 | cannot read from vmstorage-1 | SERVER"
      })
  void without_a_previous_answer_the_error_text_decides(
      int status, String errorType, String error, Category category) {
    prometheus.answer(error(status, errorType, error));

    assertThat(test.failure().category()).isEqualTo(category);
  }

  @ParameterizedTest
  @CsvSource({
    "404, MALFORMED",
    "400, MALFORMED",
    "302, MALFORMED",
    "414, REJECTED",
    "413, REJECTED"
  })
  void without_an_answer_of_the_api_only_the_length_refuses_an_expression(
      int status, Category category) {
    prometheus.answer(aResponse().withStatus(status).withBody("a page"));

    assertThat(test.failure().category()).isEqualTo(category);
  }

  @ParameterizedTest
  @CsvSource({"400, bad_data", "422, execution", "422, 422", "404, not_found"})
  void an_expression_that_was_answered_before_is_not_at_fault(int status, String errorType)
      throws InterruptedException {
    prometheus.answer(UP);
    test.query("up");
    prometheus.answer(error(status, errorType, "no"));

    assertThat(test.failure().category()).isEqualTo(Category.SERVER);
    assertThat(prometheus.requests()).as("and asked for again").hasSize(4);
  }

  @Test
  void refused_in_a_row_for_minutes_it_is() throws InterruptedException {
    prometheus.answer(UP);
    test.query("up");
    prometheus.answer(error(422, "execution", "found duplicate series for the match group"));

    for (int run = 0; run < AnsweredExpressions.REFUSALS; run++) {
      assertThat(test.failure().category()).isEqualTo(Category.SERVER);
    }
    assertThat(test.failure().category()).isEqualTo(Category.REJECTED);
  }

  @Test
  void a_source_that_is_down_does_not_count_against_an_expression() throws InterruptedException {
    prometheus.answer(UP);
    test.query("up");
    prometheus.answer(aResponse().withStatus(503));
    for (int run = 0; run < AnsweredExpressions.REFUSALS; run++) {
      test.failure();
    }
    prometheus.answer(error(422, "execution", "no"));

    assertThat(test.failure().category()).isEqualTo(Category.SERVER);
  }
}
