package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.anomalyexporter.it.support.Example;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** examples/prometheus-operator/, which has by hand what the Helm chart makes. */
class OperatorExampleIT {
  private static final String FOLDER = "prometheus-operator/";

  private final Path directory = Tools.workspace(OperatorExampleIT.class);
  private final Manifests manifests = parse("anomaly-exporter.yaml");
  private final Manifests chart = Chart.render(Chart.values("serviceMonitor: {enabled: true}"));

  private static Manifests parse(String file) {
    return Manifests.parse(Example.of(FOLDER + file).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"anomaly-exporter.yaml", "prometheusrules.yaml"})
  void every_object_is_of_a_type_of_kubernetes_and_in_one_namespace(String file) {
    assertThat(parse(file).all())
        .isNotEmpty()
        .extracting(KubernetesTypes::read)
        .extracting((HasMetadata object) -> object.getMetadata().getNamespace())
        .containsOnly("monitoring");
  }

  @Test
  void the_rules_are_the_projects_to_the_letter() throws IOException {
    String rules = Example.of(FOLDER + "prometheusrules.yaml").text();
    List<String> specs = List.of(rules.split("(?m)^---$")).stream().skip(1).toList();

    assertThat(specs).hasSize(2);
    assertThat(specs.get(0)).endsWith(spec("anomaly-exporter.rules.yml"));
    assertThat(specs.get(1)).endsWith(spec("anomaly-exporter.alerts.yml"));
  }

  private static String spec(String file) throws IOException {
    String rules = Files.readString(Tools.shipped("rules").resolve(file));
    return "\nspec:\n" + rules.replaceAll("(?m)^(?=.)", "  ");
  }

  @Test
  void the_pod_is_as_strict_as_the_charts() {
    JsonNode ours = manifests.only("StatefulSet").at("/spec/template/spec");
    JsonNode theirs = chart.only("StatefulSet").at("/spec/template/spec");

    for (String path :
        List.of(
            "/securityContext",
            "/automountServiceAccountToken",
            "/containers/0/image",
            "/containers/0/securityContext",
            "/containers/0/resources",
            "/containers/0/volumeMounts")) {
      assertThat(theirs.at(path).isMissingNode()).as(path).isFalse();
      assertThat(ours.at(path)).as(path).isEqualTo(theirs.at(path));
    }
    assertThat(manifests.only("StatefulSet").at("/spec/replicas").asInt()).isEqualTo(1);
  }

  @Test
  void prometheus_scrapes_it_as_with_the_chart() {
    JsonNode ours = manifests.only("ServiceMonitor").at("/spec/endpoints/0");
    JsonNode theirs = chart.only("ServiceMonitor").at("/spec/endpoints/0");

    assertThat(ours.path("honorLabels").asBoolean()).isTrue();
    for (String path : List.of("relabelings", "metricRelabelings")) {
      assertThat(ours.path(path)).isEqualTo(theirs.path(path)).isNotEmpty();
    }
  }

  @Test
  void the_selectors_find_what_they_are_for() {
    JsonNode pod = manifests.only("StatefulSet").at("/spec/template/metadata/labels");
    JsonNode service = manifests.only("Service");

    assertThat(service.at("/spec/selector")).isEqualTo(pod);
    assertThat(manifests.only("StatefulSet").at("/spec/selector/matchLabels")).isEqualTo(pod);
    assertThat(manifests.only("ServiceMonitor").at("/spec/selector/matchLabels"))
        .isEqualTo(service.at("/metadata/labels"));
  }

  @Test
  void the_configuration_is_valid() throws IOException {
    JsonNode data = manifests.only("ConfigMap").path("data");
    Path file =
        Files.writeString(
            Files.createDirectories(directory).resolve("anomaly-exporter.yml"),
            data.path("anomaly-exporter.yml").asText());

    Exporter.Outcome outcome =
        Exporter.run(directory.resolve("check"), "check-config", "--config.file=" + file);

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
  }
}
