package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods of the chart: properties, permissions and configuration. */
class ChartPodIT {
  private static final String CHECKSUM = "/spec/template/metadata/annotations/checksum~1config";

  static List<Path> valuesFiles() {
    return Chart.valuesFiles();
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void pods_are_restricted_and_have_no_token(Path values) {
    Manifests manifests = Chart.render(values);

    assertThat(manifests.pods()).isNotEmpty().allSatisfy(ChartPodIT::isRestricted);
    assertThat(manifests.all("ServiceAccount"))
        .allSatisfy(it -> assertThat(isFalse(it, "/automountServiceAccountToken")).isTrue());
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void the_pod_of_the_test_is_restricted_too(Path values) {
    List<JsonNode> pods = Chart.render(HelmVersion.FOUR, Chart.RELEASE, values).all("Pod");

    assertThat(pods).isNotEmpty().allSatisfy(ChartPodIT::isRestricted);
    assertThat(pods)
        .allSatisfy(
            it ->
                assertThat(Manifests.texts(it.at("/metadata/annotations")))
                    .containsEntry("helm.sh/hook", "test"));
  }

  /** The Pod Security Standard "restricted", and a root that cannot be written to. */
  private static void isRestricted(JsonNode pod) {
    JsonNode spec = pod.path("spec");
    assertThat(isFalse(spec, "/automountServiceAccountToken")).isTrue();
    assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(spec.at("/securityContext/seccompProfile/type").asText())
        .isEqualTo("RuntimeDefault");
    assertThat(Manifests.elements(spec.path("containers")))
        .isNotEmpty()
        .allSatisfy(
            container -> {
              JsonNode context = container.path("securityContext");
              assertThat(isFalse(context, "/allowPrivilegeEscalation")).isTrue();
              assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
              assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
              assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            });
  }

  private static boolean isFalse(JsonNode node, String path) {
    JsonNode value = node.at(path);
    return value.isBoolean() && !value.asBoolean();
  }

  @Test
  void only_the_models_and_tmp_can_be_written_to() {
    JsonNode spec = Chart.render(Chart.valuesFile("secured")).only("StatefulSet").path("spec");

    Stream<JsonNode> mounts =
        Manifests.elements(spec.at("/template/spec/containers/0/volumeMounts")).stream();
    assertThat(mounts.filter(it -> !it.path("readOnly").asBoolean()))
        .extracting(it -> it.path("mountPath").asText())
        .containsExactlyInAnyOrder("/var/lib/anomaly-exporter", "/tmp");
    assertThat(spec.at("/volumeClaimTemplates/0/metadata/name").asText()).isEqualTo("models");
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void what_is_mounted_is_a_volume_of_its_pod(Path values) {
    Manifests manifests = Chart.render(values);
    for (JsonNode set : manifests.all("StatefulSet")) {
      List<String> claims =
          Manifests.elements(set.at("/spec/volumeClaimTemplates")).stream()
              .map(Manifests::name)
              .toList();
      hasWhatIsMounted(set.at("/spec/template/spec"), claims);
    }
    for (JsonNode job : manifests.all("CronJob")) {
      hasWhatIsMounted(job.at("/spec/jobTemplate/spec/template/spec"), List.of());
    }
  }

  private static void hasWhatIsMounted(JsonNode pod, List<String> claims) {
    List<JsonNode> mounts = Manifests.elements(pod.at("/containers/0/volumeMounts"));
    List<String> volumes =
        Stream.concat(
                claims.stream(),
                Manifests.elements(pod.path("volumes")).stream()
                    .map(it -> it.path("name").asText()))
            .toList();
    assertThat(mounts).extracting(it -> it.path("mountPath").asText()).doesNotHaveDuplicates();
    assertThat(volumes)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            mounts.stream().map(it -> it.path("name").asText()).toList());
  }

  @Test
  void a_changed_configuration_restarts_the_pod_and_nothing_else_does() {
    String changed = "config: {storage: {keep_versions: 2}}";
    String unrelated = "dashboards: {enabled: true}\nprometheusRule: {enabled: true}";

    JsonNode before = set("{}");
    assertThat(set(changed).at(CHECKSUM)).isNotEqualTo(before.at(CHECKSUM));
    assertThat(set(unrelated).at("/spec/template")).isEqualTo(before.at("/spec/template"));
  }

  private static JsonNode set(String values) {
    JsonNode set = Chart.render(Chart.values(values)).only("StatefulSet");
    assertThat(set.at(CHECKSUM).asText()).hasSize(64);
    return set;
  }

  @Test
  void probes_follow_the_web_configuration() {
    assertThat(probe("default", "livenessProbe").at("/httpGet/scheme").asText()).isEqualTo("HTTP");
    assertThat(probe("secured", "livenessProbe").at("/httpGet/scheme").asText()).isEqualTo("HTTPS");
    // The kubelet has no client certificate to show.
    assertThat(probe("existing", "livenessProbe").at("/tcpSocket/port").asText()).isEqualTo("http");
    for (String values : List.of("default", "secured")) {
      assertThat(probe(values, "startupProbe").at("/httpGet/path").asText())
          .isEqualTo("/-/healthy");
      assertThat(probe(values, "readinessProbe").at("/httpGet/path").asText())
          .isEqualTo("/-/ready");
    }
  }

  private static JsonNode probe(String values, String name) {
    return Chart.render(Chart.valuesFile(values))
        .only("StatefulSet")
        .at("/spec/template/spec/containers/0")
        .path(name);
  }

  @Test
  void a_required_client_certificate_in_the_values_changes_the_probe() {
    JsonNode container =
        Chart.render(
                Chart.values(
                    """
                    web:
                      config:
                        tls_server_config:
                          cert_file: tls.crt
                          key_file: tls.key
                          client_ca_file: ca.crt
                          client_auth_type: RequireAndVerifyClientCert
                    """))
            .only("StatefulSet")
            .at("/spec/template/spec/containers/0");

    assertThat(container.at("/readinessProbe/tcpSocket/port").asText()).isEqualTo("http");
  }

  @Test
  void the_web_configuration_is_a_secret_that_the_program_is_given() {
    Manifests manifests = Chart.render(Chart.valuesFile("secured"));

    JsonNode secret = manifests.only("Secret");
    JsonNode config =
        Manifests.parse(secret.at("/stringData/web-config.yml").asText()).all().get(0);
    assertThat(config.at("/tls_server_config/min_version").asText()).isEqualTo("TLS13");
    assertThat(config.at("/basic_auth_users/prometheus").asText()).startsWith("$2b$10$");
    JsonNode pod = manifests.only("StatefulSet").at("/spec/template/spec");
    assertThat(pod.at("/containers/0/args").toString())
        .contains("\"--web.config.file=/etc/anomaly-exporter-web/web-config.yml\"")
        .contains("\"--web.enable-lifecycle\"");
    assertThat(pod.path("volumes").toString())
        .contains("\"secretName\":\"" + Manifests.name(secret) + "\"");
    assertThat(manifests.all("ConfigMap").toString()).doesNotContain("$2b$");
  }

  @Test
  void nothing_of_kubernetes_own_users_is_left_for_openshift() {
    JsonNode context =
        Chart.render(Chart.valuesFile("openshift"))
            .only("StatefulSet")
            .at("/spec/template/spec/securityContext");

    assertThat(context.has("runAsUser") || context.has("fsGroup")).isFalse();
    assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
  }
}
