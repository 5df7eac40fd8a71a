package io.github.anomalyexporter.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceExpressionsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static DetectorConfig detector(String keys, String expression) throws ConfigException {
    return ConfigFile.parse(
            "test.yml",
            """
            presets: {empty: {discovery: group by ($identity) (up)}}
            detectors:
              - name: node
                preset: empty
                %s
                features: [{name: load, unit: processes, expression: '%s'}]
            """
                .formatted(keys, expression))
        .detectors()
        .get(0);
  }

  @Test
  void the_labels_of_the_instance_are_added_to_the_selector() throws ConfigException {
    DetectorConfig config =
        detector(
            "selector: job=~\"node.*\"",
            "max by ($identity) (avg_over_time(node_load1{mode=\"a\", $selector}[$rate_window]))");
    assertThat(
            InstanceExpressions.of(
                config, MINUTE, Labels.of("instance", "web-1:9100", "job", "node")))
        .containsExactly(
            "max by (instance, job) (avg_over_time(node_load1{mode=\"a\", job=~\"node.*\", "
                + "instance=\"web-1:9100\", job=\"node\"}[1m]))");
  }

  @Test
  void names_and_values_are_quoted() throws ConfigException {
    DetectorConfig config =
        detector("identity_labels: [instance, host.name]", "max by ($identity) (load{$selector})");
    assertThat(
            InstanceExpressions.of(
                config, MINUTE, Labels.of("instance", "a\"b\\c\nd", "host.name", "x")))
        .isEqualTo(
            List.of(
                "max by (instance, \"host.name\") "
                    + "(load{\"host.name\"=\"x\", instance=\"a\\\"b\\\\c\\nd\"})"));
  }

  @Test
  void the_result_of_an_expression_without_a_selector_is_filtered() throws ConfigException {
    DetectorConfig config = detector("identity_labels: [instance]", "max by ($identity) (load)");
    assertThat(InstanceExpressions.of(config, MINUTE, Labels.of("instance", "$1")))
        .containsExactly(
            "(max by (instance) (load)) and on (instance) "
                + "label_replace(vector(1), \"instance\", \"$$1\", \"\", \"\")");
  }
}
