package io.github.anomalyexporter.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.evaluation.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationJsonTest {
  private static JsonNode json(Evaluation... evaluations) throws JsonProcessingException {
    return new ObjectMapper().readTree(EvaluationJson.of(List.of(evaluations)));
  }

  @Test
  void whole_documents() throws IOException {
    Golden.assertIs(
        "evaluate-one.json",
        EvaluationJson.of(List.of(Evaluations.of("web-1", "default", 7, 105, 900, 1200))));
    Golden.assertIs(
        "evaluate-unlabelled.json", EvaluationJson.of(List.of(Evaluations.unlabelled("web-1"))));
    Golden.assertIs("evaluate-several.json", EvaluationJson.of(Evaluations.several()));
  }

  @Test
  void one_evaluation_is_one_object() throws JsonProcessingException {
    JsonNode object = json(Evaluations.of("web-1", "default", 7, 105, 900, 1200));

    assertThat(object.path("instance").asText()).isEqualTo("web-1");
    assertThat(object.path("detector").asText()).isEqualTo("default");
    assertThat(object.path("seed").asLong()).isEqualTo(7);
    assertThat(object.path("vus_pr").asDouble()).isBetween(0.01, 1.0);
    assertThat(object.path("vus_roc").asDouble()).isBetween(0.5, 1.0);
    assertThat(object.path("auc_pr").asDouble()).isBetween(0.01, 1.0);
    assertThat(object.path("auc_roc").asDouble()).isBetween(0.5, 1.0);
    assertThat(object.path("events").isInt()).isTrue();
    assertThat(object.path("events").asInt()).isEqualTo(2);
    assertThat(object.path("events_detected").asInt()).isEqualTo(1);
    assertThat(object.path("false_alarms").asInt()).isEqualTo(2);
    assertThat(object.path("false_alarms_per_day").asDouble()).isEqualTo(2);
    assertThat(object.path("median_detection_delay_seconds").asDouble()).isEqualTo(300);
    assertThat(object.path("train_seconds").asDouble()).isEqualTo(1.5);
    assertThat(object.path("score_seconds").asDouble()).isEqualTo(0.25);
    assertThat(object.path("recall").asDouble()).isEqualTo(0.5);
    assertThat(object.path("recall_interval").path(0).asDouble()).isEqualTo(0.095, within(1e-3));
    assertThat(object.path("recall_interval").path(1).asDouble()).isEqualTo(0.905, within(1e-3));
    assertThat(object.path("recall_at_one_false_alarm_a_day").asDouble()).isZero();
    assertThat(object.path("threshold_at_one_false_alarm_a_day").isNull()).isTrue();
    assertThat(object.path("explanation").path("events").asInt()).isEqualTo(1);
    assertThat(object.path("explanation").path("top_3").asDouble()).isEqualTo(1);
    assertThat(object.path("rows").asInt()).isEqualTo(1440);
    assertThat(object.path("unknown_rows").asInt()).isZero();
  }

  @Test
  void an_unknown_figure_is_null() throws JsonProcessingException {
    JsonNode nothingFound = json(Evaluations.of("web-1", "default", 1));
    assertThat(nothingFound.path("median_detection_delay_seconds").isNull()).isTrue();
    assertThat(nothingFound.path("explanation").path("top_3").isNull()).isTrue();

    JsonNode unlabelled = json(Evaluations.unlabelled("web-1"));
    assertThat(unlabelled.path("vus_pr").isNull()).isTrue();
    assertThat(unlabelled.path("events").isNull()).isTrue();
    assertThat(unlabelled.path("recall").isNull()).isTrue();
    assertThat(unlabelled.path("rows").asInt()).isEqualTo(1440);
  }

  @Test
  void several_are_a_list_with_the_means_of_each_detector_at_the_end()
      throws JsonProcessingException {
    JsonNode list =
        json(
            Evaluations.of("web-1", "default", 1, 100),
            Evaluations.of("web-1", "default", 2, 100, 500),
            Evaluations.of("web-1", "other", 1),
            Evaluations.of("db-1", "default", 1, 105, 1000),
            Evaluations.of("db-1", "default", 2, 105),
            Evaluations.of("db-1", "other", 1));

    assertThat(list).hasSize(8);
    JsonNode means = list.path(6);
    assertThat(means.path("mean_of").asInt()).isEqualTo(4);
    assertThat(means.path("detector").asText()).isEqualTo("default");
    assertThat(means.path("seeds")).extracting(JsonNode::asInt).containsExactly(1, 2);
    double sum = 0;
    for (int i : List.of(0, 1, 3, 4)) {
      sum += list.path(i).path("vus_pr").asDouble();
    }
    assertThat(means.path("vus_pr").asDouble()).isEqualTo(sum / 4, within(1e-12));
    assertThat(means.path("events").asDouble()).isEqualTo(2);
    assertThat(means.path("events_detected").asDouble()).isEqualTo(1.25);
    assertThat(means.path("false_alarms_per_day").asDouble()).isEqualTo(0.25);
    assertThat(means.path("median_detection_delay_seconds").asDouble()).isEqualTo(150);
    assertThat(means.path("recall").asDouble()).isEqualTo(5.0 / 8);
    // Of the four events that there are, not of eight.
    assertThat(means.path("recall_interval").path(0).asDouble()).isEqualTo(0.2194, within(1e-3));
    assertThat(means.path("vus_pr_of_seeds")).hasSize(2);
    assertThat(list.path(7).path("detector").asText()).isEqualTo("other");
    assertThat(list.path(7).path("recall").asDouble()).isZero();
  }
}
