package io.github.anomalyexporter.server.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts against their runbook and against the documented metrics. */
class RunbookTest {
  private static final Path METRICS = Path.of("../docs/metrics.md");
  private static final String RUNBOOK_URL =
      "https://github.com/anomaly-exporter/anomaly-exporter/blob/main/rules/runbook.md#";

  /** Those of an instance, which name it. */
  private static final Pattern OF_AN_INSTANCE = Pattern.compile("Instance.*");

  /** Alerts that name what does not fit. */
  private static final Pattern OF_AN_ANOMALY = Pattern.compile("Instance.*Anomalous");

  private static final List<String> PARAGRAPHS =
      List.of("Meaning", "Impact", "Check", "Do", "When to change the limit", "Silence");

  /** A heading of one word is an alert's. */
  private static final Pattern SECTION = Pattern.compile("(?ms)^## (\\w+)\n(.*?)(?=^## |\\z)");

  /** What a histogram or summary adds to its name. */
  private static final String SUFFIX = "_(bucket|sum|count)$";

  private static final Pattern OURS =
      Pattern.compile("(?<![\\w:-])(anomaly_\\w+|(?:instance|detector):\\w+:\\w+)(?![\\w:])");

  @Test
  void every_alert_has_a_section_and_every_section_an_alert() throws IOException {
    assertThat(AlertingRules.alertNames()).isNotEmpty().isEqualTo(sections().keySet());
  }

  @Test
  void every_section_has_meaning_and_action() throws IOException {
    sections()
        .forEach(
            (alert, text) ->
                assertThat(PARAGRAPHS)
                    .as(alert)
                    .allSatisfy(
                        title ->
                            assertThat(text).containsPattern("\n\\*\\*" + title + "\\.\\*\\*\\s")));
  }

  @Test
  void every_alert_has_a_comment_when_to_change_its_limit() throws IOException {
    String text = Files.readString(AlertingRules.ALERTING);

    assertThat(AlertingRules.alertNames())
        .allSatisfy(
            alert ->
                assertThat(text)
                    .containsPattern(
                        "# Limits?: [^\n]+\n(      # [^\n]+\n)*      - alert: " + alert));
  }

  @Test
  void every_alert_has_a_severity_and_the_source() throws IOException {
    for (JsonNode alert : AlertingRules.alerts()) {
      assertThat(alert.at("/labels/severity").asText()).isIn("info", "warning", "critical");
      assertThat(alert.at("/labels/source").asText()).isEqualTo("anomaly-exporter");
    }
  }

  @Test
  void every_alert_has_a_text_of_one_line_a_longer_one_and_a_link_to_its_section()
      throws IOException {
    for (JsonNode alert : AlertingRules.alerts()) {
      String name = alert.path("alert").asText();
      assertThat(annotation(alert, "summary")).as(name).isNotBlank().doesNotContain("\n");
      assertThat(annotation(alert, "description")).as(name).isNotBlank();
      assertThat(annotation(alert, "runbook_url"))
          .isEqualTo(RUNBOOK_URL + name.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void the_alerts_of_an_instance_name_the_host_and_what_does_not_fit() throws IOException {
    Set<String> templates = new TreeSet<>();
    for (JsonNode alert : AlertingRules.alerts()) {
      String name = alert.path("alert").asText();
      if (OF_AN_INSTANCE.matcher(name).matches()) {
        assertThat(annotation(alert, "host")).as(name).isNotBlank();
        assertThat(annotation(alert, "description"))
            .as(name)
            .startsWith(annotation(alert, "features") + "\n\n");
      }
      if (OF_AN_ANOMALY.matcher(name).matches()) {
        templates.add(annotation(alert, "features"));
      }
    }

    assertThat(templates).as("the copies of one template").hasSize(1);
  }

  @Test
  void every_metric_is_documented_or_recorded() throws IOException {
    Set<String> known = new TreeSet<>(AlertingRules.recordedNames());
    known.addAll(namesIn(Files.readString(METRICS)));

    for (Path file :
        List.of(AlertingRules.RECORDING, AlertingRules.ALERTING, AlertingRules.RUNBOOK)) {
      assertThat(namesIn(Files.readString(file)))
          .as(file.toString())
          .isNotEmpty()
          .isSubsetOf(known);
    }
  }

  private static String annotation(JsonNode alert, String name) {
    return alert.path("annotations").path(name).asText();
  }

  /** The text below the heading of each alert. */
  private static Map<String, String> sections() throws IOException {
    return SECTION
        .matcher(Files.readString(AlertingRules.RUNBOOK))
        .results()
        .collect(
            Collectors.toMap(
                match -> match.group(1), match -> match.group(2), (a, b) -> a, TreeMap::new));
  }

  private static Set<String> namesIn(String text) {
    Stream<String> names = OURS.matcher(text).results().map(match -> match.group(1));
    return names.map(name -> name.replaceFirst(SUFFIX, "")).collect(Collectors.toSet());
  }
}
