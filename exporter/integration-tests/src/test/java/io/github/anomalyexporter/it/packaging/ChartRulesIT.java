package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rules and dashboards that the chart installs are those of the project. */
class ChartRulesIT {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path ALL =
      Chart.values("prometheusRule: {enabled: true}\ndashboards: {enabled: true}");

  private final Path directory = Tools.workspace(ChartRulesIT.class);

  @Test
  void the_rules_are_the_projects_but_for_the_namespace() throws IOException {
    List<JsonNode> rendered = new ArrayList<>();
    for (JsonNode group : groups(ALL)) {
      JsonNode copy = group.deepCopy();
      for (JsonNode rule : copy.path("rules")) {
        if (rule.has("alert")) {
          JsonNode namespace = ((ObjectNode) rule.path("labels")).remove("namespace");
          assertThat(namespace.asText()).isEqualTo(Helm.NAMESPACE);
        }
      }
      rendered.add(copy);
    }

    assertThat(rendered).isEqualTo(shippedGroups());
  }

  /** Jackson's own reader leaves an alias as the name of its anchor. */
  private static List<JsonNode> shippedGroups() throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    List<JsonNode> groups = new ArrayList<>();
    for (String file : List.of("anomaly-exporter.rules.yml", "anomaly-exporter.alerts.yml")) {
      String rules = Files.readString(Tools.shipped("rules").resolve(file));
      JsonNode root = YAML.valueToTree(yaml.load(rules));
      groups.addAll(Manifests.elements(root.path("groups")));
    }
    return groups;
  }

  @Test
  void alerts_can_be_left_out_and_labelled() {
    List<JsonNode> alerts = rules(Chart.valuesFile("operator"), "alert");

    assertThat(alerts)
        .hasSize(rules(ALL, "alert").size() - 1)
        .allSatisfy(
            it ->
                assertThat(Manifests.texts(it.path("labels")))
                    .containsEntry("team", "sre")
                    .containsEntry("namespace", Helm.NAMESPACE)
                    .containsKeys("severity", "source"))
        .noneMatch(it -> it.path("alert").asText().equals("InstanceVanished"));
  }

  @Test
  void the_exporter_has_the_labels_of_its_alerts() {
    JsonNode config =
        Manifests.parse(
                Chart.render(Chart.valuesFile("operator"))
                    .all("ConfigMap")
                    .get(0)
                    .at("/data/anomaly-exporter.yml")
                    .asText())
            .all()
            .get(0);

    assertThat(Manifests.texts(config.at("/alertmanager/labels")))
        .isEqualTo(Map.of("cluster", "eu-1", "team", "sre", "namespace", Helm.NAMESPACE));
  }

  @ParameterizedTest
  @EnumSource
  void the_rules_are_valid(PrometheusVersion version) throws IOException {
    Path file = directory.resolve(version + "-rules.yml");
    YAML.writeValue(file.toFile(), Map.of("groups", groups(ALL)));

    try (ChildProcess promtool =
        ChildProcess.start(
            directory.resolve(version + "-promtool"),
            Map.of(),
            List.of(version.promtool().toString(), "check", "rules", file.toString()))) {
      int code = promtool.awaitExit();
      assertThat(code).as(() -> promtool.out() + promtool.err()).isZero();
    }
  }

  @Test
  void the_dashboards_are_the_projects_to_the_byte() throws IOException {
    List<JsonNode> maps =
        Chart.render(ALL).all("ConfigMap").stream()
            .filter(it -> it.at("/metadata/labels/grafana_dashboard").asText().equals("1"))
            .toList();

    assertThat(maps).hasSize(3);
    for (JsonNode map : maps) {
      Map<String, String> data = Manifests.texts(map.path("data"));
      assertThat(data).hasSize(1);
      String file = data.keySet().iterator().next();
      assertThat(data.get(file))
          .isEqualTo(Files.readString(Tools.shipped("grafana-dashboards").resolve(file)));
    }
    assertThat(maps)
        .extracting(it -> it.path("data").fieldNames().next())
        .containsExactlyInAnyOrderElementsOf(shippedDashboards());
  }

  private static List<String> shippedDashboards() throws IOException {
    try (Stream<Path> files = Files.list(Tools.shipped("grafana-dashboards"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("anomaly-.*\\.json"))
          .toList();
    }
  }

  @Test
  void every_alert_can_be_left_out() throws IOException {
    JsonNode schema = YAML.readTree(Chart.DIRECTORY.resolve("values.schema.json").toFile());

    assertThat(
            Manifests.elements(
                schema.at("/properties/prometheusRule/properties/disabledAlerts/items/enum")))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(
            Set.copyOf(rules(ALL, "alert").stream().map(it -> it.path("alert").asText()).toList()));
  }

  private static List<JsonNode> groups(Path values) {
    return Manifests.elements(Chart.render(values).only("PrometheusRule").at("/spec/groups"));
  }

  private static List<JsonNode> rules(Path values, String kind) {
    return groups(values).stream()
        .flatMap(it -> Manifests.elements(it.path("rules")).stream())
        .filter(it -> it.has(kind))
        .toList();
  }
}
