package io.github.anomalyexporter.server.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.evaluation.past.AlertRule;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the rules of a backtest with the shipped rules. */
class AlertRuleTest {
  static List<AlertRule> rules() {
    return List.of(AlertRule.INSTANCE_ANOMALOUS, AlertRule.INSTANCE_STRONGLY_ANOMALOUS);
  }

  private static String duration(Duration duration) {
    return PrometheusDuration.format(duration);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void the_limits_are_those_of_the_rule_file(AlertRule rule) throws IOException {
    JsonNode shipped =
        AlertingRules.alerts().stream()
            .filter(it -> it.path("alert").asText().equals(rule.name()))
            .findFirst()
            .orElseThrow();

    String window = duration(AlertRule.WINDOW);
    String known = duration(AlertRule.LAST_KNOWN);
    assertThat(shipped.path("expr").asText().replaceAll("\\s+", " ").strip())
        .isEqualTo(
            "last_over_time(instance:anomaly_score:avg_over_time%s[%s]) > %s"
                    .formatted(window, known, number(rule.mean()))
                + " and last_over_time(instance:anomaly_is_anomalous:avg_over_time%s[%s]) >= %s"
                    .formatted(window, known, number(AlertRule.SHARE))
                + " unless last_over_time(instance:anomaly_exempt:max[%s]) == 1".formatted(known));
    assertThat(shipped.path("for").asText()).isEqualTo(duration(AlertRule.FOR));
    assertThat(shipped.path("keep_firing_for").asText()).isEqualTo(duration(rule.keepFiringFor()));
  }

  @Test
  void there_is_no_other_alert_about_how_an_instance_behaves() throws IOException {
    assertThat(AlertingRules.alertNames())
        .filteredOn(name -> name.startsWith("Instance") && name.endsWith("Anomalous"))
        .containsExactlyInAnyOrderElementsOf(rules().stream().map(AlertRule::name).toList());
  }

  @Test
  void mean_and_share_are_recorded_over_that_window() throws IOException {
    String window = duration(AlertRule.WINDOW);
    assertThat(Files.readString(AlertingRules.RECORDING))
        .contains("expr: avg_over_time(anomaly_score[%s]) and anomaly_score".formatted(window))
        .contains(
            "expr: avg_over_time(anomaly_is_anomalous[%s]) and anomaly_is_anomalous"
                .formatted(window));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
