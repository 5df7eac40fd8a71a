package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The chart as a part of another one, and with what platforms set for all their charts. */
class ChartSubchartIT {
  private static final Path PARENT = Tools.workspace(ChartSubchartIT.class).resolve("platform");

  @BeforeAll
  static void write() throws IOException {
    Files.createDirectories(PARENT.resolve("charts"));
    Files.writeString(
        PARENT.resolve("Chart.yaml"),
        """
        apiVersion: v2
        name: platform
        version: 0.3.0
        dependencies:
          - name: anomaly-exporter
            version: ">=0.0.0"
            condition: anomaly-exporter.enabled
        """);
    Path part = PARENT.resolve("charts").resolve("anomaly-exporter");
    try (Stream<Path> files = Files.walk(Chart.DIRECTORY)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = part.resolve(Chart.DIRECTORY.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static Manifests render(HelmVersion version, String values) {
    Helm.Outcome outcome = version.helm().template(PARENT, Chart.RELEASE, Chart.values(values));
    assertThat(outcome.succeeded()).as(outcome.text()).isTrue();
    return Manifests.parse(outcome.text());
  }

  @ParameterizedTest
  @EnumSource
  void a_condition_switches_it_on_and_off(HelmVersion version) {
    assertThat(render(version, "anomaly-exporter: {enabled: true}").all("StatefulSet")).hasSize(1);

    Path off = Chart.values("anomaly-exporter: {enabled: false}");
    Helm.Outcome nothing = version.helm().template(PARENT, Chart.RELEASE, off);
    assertThat(nothing.succeeded()).as(nothing.text()).isTrue();
    assertThat(nothing.text()).isBlank();
  }

  @ParameterizedTest
  @EnumSource
  void the_registry_and_the_secrets_of_the_parent_are_used(HelmVersion version) {
    Manifests manifests =
        render(
            version,
            """
            global:
              imageRegistry: registry.corp.example:5000
              imagePullSecrets: [{name: corp-pull}, corp-mirror]
            anomaly-exporter:
              imagePullSecrets: [{name: own}, {name: corp-pull}]
            """);

    assertThat(manifests.pods()).isNotEmpty();
    for (JsonNode pod : manifests.pods()) {
      assertThat(Manifests.elements(pod.at("/spec/containers")))
          .extracting(it -> it.path("image").asText())
          .allMatch(image -> image.startsWith("registry.corp.example:5000/"));
      assertThat(Manifests.elements(pod.at("/spec/imagePullSecrets")))
          .extracting(it -> it.path("name").asText())
          .containsExactly("corp-pull", "corp-mirror", "own");
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_platforms_set_for_all_pods_is_in_them(HelmVersion version) {
    Manifests manifests = Chart.render(version, Chart.RELEASE, Chart.valuesFile("extended"));
    JsonNode set = manifests.only("StatefulSet");
    JsonNode pod = set.at("/spec/template/spec");

    assertThat(set.at("/metadata/namespace").asText()).isEqualTo("observability");
    assertThat(set.at("/metadata/annotations/example.org~1owner").asText()).isEqualTo("sre");
    assertThat(set.at("/spec/revisionHistoryLimit").asInt()).isEqualTo(3);
    assertThat(pod.at("/hostAliases/0/hostnames/0").asText()).isEqualTo("prometheus.example.org");
    assertThat(pod.at("/topologySpreadConstraints/0/maxSkew").asInt()).isEqualTo(1);
    assertThat(pod.at("/dnsConfig/options/0/name").asText()).isEqualTo("ndots");
    assertThat(
            Stream.of("dnsPolicy", "runtimeClassName", "schedulerName")
                .map(key -> pod.path(key).asText()))
        .containsExactly("ClusterFirst", "gvisor", "bin-packing");
    assertThat(pod.at("/initContainers/0/name").asText()).isEqualTo("wait");
    assertThat(Manifests.elements(pod.path("containers")))
        .extracting(it -> it.path("name").asText())
        .containsExactly("anomaly-exporter", "proxy");
    assertThat(pod.at("/containers/0/envFrom/0/secretRef/name").asText())
        .isEqualTo("proxy-environment");
    assertThat(pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(5);
    assertThat(manifests.all("ConfigMap"))
        .extracting(Manifests::name)
        .contains(Chart.RELEASE + "-extra", Chart.RELEASE + "-text");
  }

  @ParameterizedTest
  @EnumSource
  void a_token_is_mounted_only_if_configured(HelmVersion version) {
    List<JsonNode> pods =
        render(version, "anomaly-exporter: {automountServiceAccountToken: true}")
            .all("StatefulSet");

    assertThat(pods)
        .singleElement()
        .matches(it -> it.at("/spec/template/spec/automountServiceAccountToken").asBoolean(false));
  }
}
