package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart has from elsewhere is as it is there, and what describes it is true. */
class ChartSourcesIT {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Za-z.]+)` \\| (?:`(.*?)`)? ?\\| (.+) \\|$");

  private final Path directory = Tools.workspace(ChartSourcesIT.class);

  @Test
  void the_chart_is_in_step_with_its_sources() {
    assertThat(sync(Tools.shipped("."), "shipped", "--check")).isEqualTo("0: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rules/anomaly-exporter.alerts.yml",
        "grafana-dashboards/anomaly-fleet.json",
        "helm/anomaly-exporter/files/rules/anomaly-exporter.rules.yml",
        "helm/anomaly-exporter/files/dashboards/more.json"
      })
  void a_file_that_has_changed_on_one_side_only_fails_the_build(String file) throws IOException {
    Path copy = copyOfTheSources(file.replaceAll("\\W", "-"));
    Path changed = copy.resolve(file);
    Files.writeString(changed, Files.exists(changed) ? Files.readString(changed) + "\n" : "{}");

    String name = changed.getFileName().toString();
    assertThat(sync(copy, name, "--check")).startsWith("1: ").contains(name, "run: make sync");
    assertThat(sync(copy, name)).isEqualTo("0: ");
    assertThat(sync(copy, name, "--check")).isEqualTo("0: ");
  }

  @Test
  void a_new_default_that_the_readme_does_not_have_fails_the_build() throws IOException {
    Path copy = copyOfTheSources("values");
    Path values = copy.resolve("helm/anomaly-exporter/values.yaml");
    Files.writeString(values, Files.readString(values).replace("port: 9877", "port: 9878"));

    assertThat(sync(copy, "values", "--check")).startsWith("1: ").contains("README.md");
  }

  @Test
  void a_key_without_an_explanation_fails_the_build() throws IOException {
    Path copy = copyOfTheSources("unexplained");
    Path values = copy.resolve("helm/anomaly-exporter/values.yaml");
    Files.writeString(values, Files.readString(values) + "\nunexplained: true\n");

    assertThat(sync(copy, "unexplained"))
        .startsWith("1: ")
        .contains("expected a comment \"# -- ...\" above unexplained");
  }

  /** Exit code and output. */
  private String sync(Path root, String log, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(root.resolve("helm/sync").toString()), Stream.of(arguments))
            .toList();
    try (ChildProcess sync =
        ChildProcess.start(directory.resolve("sync-" + log), Map.of(), command)) {
      int code = sync.awaitExit();
      return code + ": " + sync.out() + sync.err();
    }
  }

  private Path copyOfTheSources(String name) throws IOException {
    Path copy = directory.resolve("copy-" + name);
    for (String source : List.of("helm", "rules", "grafana-dashboards")) {
      Path root = Tools.shipped(source);
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(it -> !it.toString().contains("node_modules")).toList()) {
          Path target = copy.resolve(source).resolve(root.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.copy(file, target);
          }
        }
      }
    }
    return copy;
  }

  @Test
  void the_table_of_the_readme_has_every_value_with_its_default() throws IOException {
    JsonNode values = YAML.readTree(Chart.DIRECTORY.resolve("values.yaml").toFile());
    Map<String, JsonNode> documented = new TreeMap<>();
    ROW.matcher(Files.readString(Chart.DIRECTORY.resolve("README.md")))
        .results()
        .forEach(row -> documented.put(row.group(1), parse(row.group(2))));

    assertThat(documented).hasSizeGreaterThan(60).containsKey("prometheusRule.disabledAlerts");
    documented.remove("config");
    documented.forEach(
        (key, value) ->
            assertThat(values.at("/" + key.replace('.', '/'))).as(key).isEqualTo(value));
    Set<String> sections =
        documented.keySet().stream()
            .map(it -> it.replaceFirst("\\..*", ""))
            .collect(Collectors.toSet());
    assertThat(values.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(sections);
  }

  private static JsonNode parse(String yaml) {
    try {
      return yaml == null ? MissingNode.getInstance() : YAML.readTree(yaml);
    } catch (IOException e) {
      throw new AssertionError(yaml, e);
    }
  }

  @Test
  void the_chart_is_of_the_version_of_the_program() throws IOException {
    Exporter.Outcome version = Exporter.run(directory.resolve("version"), "version");
    JsonNode chart = chart();

    String appVersion = chart.path("appVersion").asText();
    assertThat(version.out()).contains(appVersion);
    assertThat(chart.path("version").asText()).isEqualTo(appVersion);
  }

  @Test
  void annotations_for_artifact_hub_are_correct() throws IOException {
    Map<String, String> annotations = Manifests.texts(chart().path("annotations"));
    JsonNode images = YAML.readTree(annotations.get("artifacthub.io/images"));
    JsonNode set =
        Chart.render(Chart.valuesFile("default")).only("StatefulSet").at("/spec/template/spec");

    assertThat(images.at("/0/image")).isEqualTo(set.at("/containers/0/image"));
    assertThat(annotations)
        .containsEntry("artifacthub.io/license", "Apache-2.0")
        .containsEntry("artifacthub.io/category", "monitoring-logging");
    assertThat(YAML.readTree(annotations.get("artifacthub.io/changes")))
        .isNotEmpty()
        .allSatisfy(
            it ->
                assertThat(it.path("kind").asText())
                    .isIn("added", "changed", "deprecated", "removed", "fixed", "security"));
    assertThat(YAML.readTree(annotations.get("artifacthub.io/links")))
        .allSatisfy(it -> assertThat(it.path("url").asText()).startsWith("https://"));
  }

  private static JsonNode chart() throws IOException {
    return YAML.readTree(Chart.DIRECTORY.resolve("Chart.yaml").toFile());
  }
}
