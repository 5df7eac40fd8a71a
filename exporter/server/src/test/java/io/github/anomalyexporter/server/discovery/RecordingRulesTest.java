package io.github.anomalyexporter.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RecordingRulesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static JsonNode rules(List<DetectorConfig> detectors) throws IOException {
    RecordingRules rules = new RecordingRules();
    detectors.forEach(each -> rules.add(each, DetectorQueries.of(each, MINUTE), "of a test"));
    return new YAMLMapper().readTree(rules.yaml()).path("groups");
  }

  private static List<DetectorConfig> detectors(String yaml) throws ConfigException {
    return ConfigFile.parse("test.yml", "detectors: [" + yaml + "]").detectors();
  }

  private static Set<String> hashes(DetectorConfig detector, Duration rateWindow) {
    return RecordedFeature.of(detector, DetectorQueries.of(detector, rateWindow)).stream()
        .map(RecordedFeature::hash)
        .collect(Collectors.toSet());
  }

  @Test
  void each_feature_has_a_rule_with_the_expression_that_is_queried()
      throws IOException, ConfigException {
    DetectorConfig detector =
        detectors("{name: web, selector: 'job=\"node\"', scoring_interval: 30s}").get(0);

    JsonNode group = rules(List.of(detector)).path(0);

    assertThat(group.path("name").asText()).isEqualTo("anomaly-exporter-web");
    assertThat(group.path("interval").asText()).isEqualTo("30s");
    assertThat(group.path("rules"))
        .extracting(rule -> rule.path("expr").asText())
        .isEqualTo(DetectorQueries.of(detector, MINUTE).features());
    assertThat(group.path("rules"))
        .allSatisfy(
            rule ->
                assertThat(rule.path("labels").path(RecordedFeature.LABEL).asText())
                    .matches("[0-9a-f]{12}"));
  }

  @Test
  void a_name_has_the_rate_window_if_the_expression_depends_on_it() {
    DetectorConfig detector = ConfigFile.defaults().detectors().get(0);

    assertThat(RecordedFeature.of(detector, DetectorQueries.of(detector, MINUTE.dividedBy(2))))
        .extracting(RecordedFeature::record)
        .contains(
            "instance:anomaly_exporter_cpu_used:rate30s",
            "instance:anomaly_exporter_memory_used:last")
        .allMatch(name -> name.matches("[a-z]+:[a-z_]+:[a-z0-9]+"));
  }

  @Test
  void another_selector_rate_window_or_label_has_other_hashes() throws ConfigException {
    List<DetectorConfig> detectors =
        detectors(
            "{name: a, selector: 'job=\"node\"'}, {name: b}, {name: c, identity_labels: [instance, job, cluster]}");

    Set<String> hashes = hashes(detectors.get(1), MINUTE);

    assertThat(hashes).hasSameSizeAs(detectors.get(1).features().features());
    assertThat(hashes).doesNotContainAnyElementsOf(hashes(detectors.get(0), MINUTE));
    assertThat(hashes).doesNotContainAnyElementsOf(hashes(detectors.get(2), MINUTE));
    assertThat(hashes(detectors.get(1), MINUTE.multipliedBy(2)).stream().filter(hashes::contains))
        .as("features without a rate window")
        .isNotEmpty()
        .hasSizeLessThan(hashes.size());
  }

  @Test
  void a_rule_of_two_detectors_is_evaluated_once_at_the_shorter_interval()
      throws IOException, ConfigException {
    JsonNode groups =
        rules(
            detectors("{name: slow, scoring_interval: 30s}, {name: quick, scoring_interval: 15s}"));

    assertThat(groups).hasSize(1);
    assertThat(groups.path(0).path("name").asText()).isEqualTo("anomaly-exporter-quick");
  }

  @Test
  void an_expression_of_several_lines_arrives_unchanged() throws IOException {
    String expression = "cpu{job=\"node\"}\n  # it's the mean\n or x";
    String yaml = "features: [{name: own, unit: ratio, expression: \"%s\"}]";
    DetectorConfig detector =
        SmallDetector.config(
            yaml.formatted(expression.replace("\"", "\\\"").replace("\n", "\\n")) + "\n");

    assertThat(rules(List.of(detector)).path(0).path("rules"))
        .extracting(rule -> rule.path("expr").asText())
        .contains(expression);
  }
}
