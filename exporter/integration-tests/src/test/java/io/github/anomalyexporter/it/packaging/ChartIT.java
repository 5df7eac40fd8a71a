package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart with each of its sets of values, by both versions of Helm. */
class ChartIT {
  static List<Path> valuesFiles() {
    return Chart.valuesFiles();
  }

  static Stream<Arguments> versionsAndValuesFiles() {
    return Stream.of(HelmVersion.values())
        .flatMap(version -> valuesFiles().stream().map(file -> Arguments.of(version, file)));
  }

  @ParameterizedTest
  @MethodSource("versionsAndValuesFiles")
  void the_chart_has_no_lint(HelmVersion version, Path values) {
    Helm.Outcome outcome = version.helm().lint(Chart.DIRECTORY, values);

    assertThat(outcome.succeeded()).as(outcome.text()).isTrue();
    assertThat(outcome.text()).doesNotContain("[WARNING]", "[ERROR]");
  }

  @ParameterizedTest
  @MethodSource("versionsAndValuesFiles")
  void every_object_is_of_a_type_of_kubernetes(HelmVersion version, Path values) {
    List<JsonNode> objects = Chart.render(version, Chart.RELEASE, values).all();

    assertThat(objects).hasSizeGreaterThan(2).allSatisfy(KubernetesTypes::read);
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void both_versions_render_the_same(Path values) {
    List<JsonNode> four = Chart.render(HelmVersion.FOUR, Chart.RELEASE, values).all();
    List<JsonNode> three = Chart.render(HelmVersion.THREE, Chart.RELEASE, values).all();

    // The library renders no hooks.
    assertThat(three)
        .isEqualTo(four.stream().filter(it -> !it.path("kind").asText().equals("Pod")).toList());
  }

  @ParameterizedTest
  @EnumSource
  void the_packed_chart_is_all_that_is_needed(HelmVersion version) throws IOException {
    Path directory = Files.createDirectories(Tools.workspace(ChartIT.class).resolve("" + version));
    Helm.Outcome packed = version.helm().pack(Chart.DIRECTORY, directory);
    assertThat(packed.succeeded()).as(packed.text()).isTrue();
    Path archive = onlyFile(directory);
    Path values = Chart.valuesFile("operator");

    assertThat(version.helm().template(archive, Chart.RELEASE, values).text())
        .isEqualTo(version.helm().template(Chart.DIRECTORY, Chart.RELEASE, values).text());
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ConfigMap   | {metadata: {name: a, lables: {a: b}}}                        | lables
          ConfigMap   | {metadata: {labels: {a: 1}}}                                 | Cannot coerce Integer
          ConfigMap   | {data: {a: true}}                                            | Cannot coerce Boolean
          Service     | {spec: {ports: [{port: http}]}}                              | "http"
          Service     | {spec: {ports: {port: 1}}}                                   | ArrayList
          Pod         | {spec: {containers: [{name: a, livenessprobe: {}}]}}         | livenessprobe
          Pod         | {spec: {automountServiceAccountToken: "false"}}              | "false"
          """)
  void a_wrong_object_is_found(String kind, String rest, String message) {
    JsonNode object =
        Manifests.parse("{apiVersion: v1, kind: %s, %s".formatted(kind, rest.substring(1)))
            .all()
            .get(0);

    assertThatThrownBy(() -> KubernetesTypes.read(object))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource
  void the_notes_say_what_comes_next(HelmVersion version) {
    assertThat(notes(version, "default"))
        .contains(
            "http://prometheus-operated:9090",
            "helm test ae --namespace monitoring",
            "honor_labels: true",
            "- ae-anomaly-exporter.monitoring:9877",
            "prometheusRule.enabled=true")
        .doesNotContain("WARNING");
  }

  @ParameterizedTest
  @EnumSource
  void the_notes_say_what_an_operator_can_do_to_the_labels(HelmVersion version) {
    assertThat(notes(version, "operator"))
        .contains("overrideHonorLabels: true", "exported_instance")
        .doesNotContain("Nothing scrapes it", "WARNING", "serviceMonitorSelector");
    assertThat(notes(version, "shards")).contains("serviceMonitorSelector");
  }

  @Test
  void the_notes_say_how_the_first_training_starts() {
    assertThat(notes(HelmVersion.THREE, "default")).contains("after the first training: some");
    assertThat(notes(HelmVersion.THREE, "training-shards"))
        .contains(
            "create job --from=cronjob/ae-anomaly-exporter-db ae-anomaly-exporter-db-first",
            "create job --from=cronjob/ae-anomaly-exporter-web ae-anomaly-exporter-web-first");
  }

  @Test
  void the_notes_warn_of_what_is_risky() {
    assertThat(notes(HelmVersion.THREE, "placed"))
        .contains("persistence.enabled is false", "replicas is 0");
    assertThat(notes(HelmVersion.THREE, "shards")).contains("The Ingress shows");
    assertThat(notes(HelmVersion.THREE, "secured")).doesNotContain("WARNING");
  }

  private static String notes(HelmVersion version, String values) {
    Helm.Outcome outcome =
        version.helm().notes(Chart.DIRECTORY, Chart.RELEASE, Chart.valuesFile(values));
    assertThat(outcome.succeeded()).as(outcome.text()).isTrue();
    String notes = outcome.text().substring(outcome.text().indexOf("\nNOTES:"));
    assertThat(notes).doesNotContain("<no value>", "<nil>", "%!");
    return notes;
  }
}
