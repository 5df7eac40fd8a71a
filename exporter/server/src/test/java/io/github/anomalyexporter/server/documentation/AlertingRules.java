package io.github.anomalyexporter.server.documentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rule files, as text and as YAML. */
final class AlertingRules {
  private static final Path RULES = Path.of("../../rules");
  static final Path RECORDING = RULES.resolve("anomaly-exporter.rules.yml");
  static final Path ALERTING = RULES.resolve("anomaly-exporter.alerts.yml");
  static final Path RUNBOOK = RULES.resolve("runbook.md");

  private AlertingRules() {}

  /** The rules of all groups with {@code alert}. */
  static List<JsonNode> alerts() throws IOException {
    return rules(ALERTING).stream().filter(rule -> rule.has("alert")).toList();
  }

  /** The names of the alerts. */
  static Set<String> alertNames() throws IOException {
    return texts(alerts(), "alert");
  }

  /** The names of the series that are recorded. */
  static Set<String> recordedNames() throws IOException {
    return texts(rules(RECORDING), "record");
  }

  private static List<JsonNode> rules(Path file) throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    // Jackson's own reader leaves an alias as the name of its anchor.
    Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    JsonNode root = new ObjectMapper().valueToTree(yaml);
    for (JsonNode group : root.path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }

  private static Set<String> texts(List<JsonNode> rules, String key) {
    Set<String> texts = new TreeSet<>();
    rules.forEach(rule -> texts.add(rule.path(key).asText()));
    return texts;
  }
}
