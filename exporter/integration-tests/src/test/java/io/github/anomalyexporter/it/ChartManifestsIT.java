package io.github.anomalyexporter.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How the objects of the chart fit together, and what they allow. */
class ChartManifestsIT {
  private static final String CHECKSUM = "/spec/template/metadata/annotations/checksum~1config";

  static List<Path> valuesFiles() {
    return Chart.valuesFiles();
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void every_shard_is_one_replica_at_most(Path values) {
    assertThat(Chart.render(values).all("StatefulSet"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.at("/spec/replicas").asInt(-1)).isBetween(0, 1));
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void pods_are_restricted_and_have_no_token(Path values) {
    Manifests manifests = Chart.render(values);

    assertThat(manifests.pods()).isNotEmpty().allSatisfy(ChartManifestsIT::isRestricted);
    assertThat(manifests.all("ServiceAccount"))
        .allSatisfy(it -> assertThat(isFalse(it, "/automountServiceAccountToken")).isTrue());
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void the_pod_of_the_test_is_restricted_too(Path values) {
    List<JsonNode> pods = Chart.render(HelmVersion.FOUR, Chart.RELEASE, values).all("Pod");

    assertThat(pods).isNotEmpty().allSatisfy(ChartManifestsIT::isRestricted);
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
    for (JsonNode set : Chart.render(values).all("StatefulSet")) {
      JsonNode pod = set.at("/spec/template/spec");
      List<JsonNode> mounts = Manifests.elements(pod.at("/containers/0/volumeMounts"));
      List<String> claims =
          Manifests.elements(set.at("/spec/volumeClaimTemplates")).stream()
              .map(Manifests::name)
              .toList();
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
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void each_service_leads_to_the_pod_of_one_shard(Path values) {
    Manifests manifests = Chart.render(values);
    List<JsonNode> sets = manifests.all("StatefulSet");

    for (JsonNode service : manifests.all("Service")) {
      Map<String, String> selector = Manifests.texts(service.at("/spec/selector"));
      assertThat(
              sets.stream()
                  .filter(set -> podLabels(set).entrySet().containsAll(selector.entrySet())))
          .extracting(it -> it.at("/spec/serviceName").asText())
          .containsExactly(Manifests.name(service));
      assertThat(selector).containsEntry("app.kubernetes.io/component", "exporter");
    }
    assertThat(manifests.all("Service")).hasSameSizeAs(sets);
    assertThat(sets)
        .allSatisfy(
            set ->
                assertThat(podLabels(set))
                    .containsAllEntriesOf(Manifests.texts(set.at("/spec/selector/matchLabels"))));
  }

  private static Map<String, String> podLabels(JsonNode set) {
    return Manifests.texts(set.at("/spec/template/metadata/labels"));
  }

  @Test
  void every_shard_is_scraped_and_under_the_network_policy() {
    Manifests manifests = Chart.render(Chart.valuesFile("shards"));

    Map<String, String> scraped =
        Manifests.texts(manifests.only("ServiceMonitor").at("/spec/selector/matchLabels"));
    assertThat(manifests.all("Service"))
        .hasSize(3)
        .allSatisfy(
            it ->
                assertThat(Manifests.texts(it.at("/metadata/labels")))
                    .containsAllEntriesOf(scraped));
    Map<String, String> guarded =
        Manifests.texts(manifests.only("NetworkPolicy").at("/spec/podSelector/matchLabels"));
    assertThat(manifests.all("StatefulSet"))
        .hasSize(3)
        .allSatisfy(it -> assertThat(podLabels(it)).containsAllEntriesOf(guarded));
  }

  @Test
  void an_ingress_leads_to_services_that_there_are() {
    Manifests manifests = Chart.render(Chart.valuesFile("shards"));

    assertThat(Manifests.elements(manifests.only("Ingress").at("/spec/rules")))
        .extracting(it -> it.at("/http/paths/0/backend/service/name").asText())
        .containsExactly("ae-anomaly-exporter-web", "ae-anomaly-exporter-db")
        .isSubsetOf(manifests.all("Service").stream().map(Manifests::name).toList());
  }

  @ParameterizedTest
  @CsvSource({"web, 2Gi, 1Gi", "db, 6Gi, 10Gi", "3, 2Gi, 1Gi"})
  void a_shard_has_the_resources_and_the_volume_that_it_asks_for(
      String shard, String memory, String size) {
    assertThat(Chart.render(Chart.valuesFile("shards")).all("StatefulSet"))
        .filteredOn(it -> Manifests.name(it).equals("ae-anomaly-exporter-" + shard))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.at("/spec/template/spec/containers/0/resources/limits/memory"))
                    .isEqualTo(TextNode.valueOf(memory)),
            it ->
                assertThat(it.at("/spec/volumeClaimTemplates/0/spec/resources/requests/storage"))
                    .isEqualTo(TextNode.valueOf(size)));
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
  void a_client_certificate_that_is_asked_for_in_the_values_is_known_too() {
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
  void helm_test_asks_each_shard_for_its_configuration_and_its_service() {
    List<JsonNode> pods =
        Chart.render(HelmVersion.FOUR, Chart.RELEASE, Chart.valuesFile("shards")).all("Pod");

    assertThat(pods).extracting(Manifests::name).hasSize(3).allMatch(it -> it.endsWith("-test"));
    assertThat(pods)
        .allSatisfy(
            pod ->
                assertThat(pod.at("/spec/containers").toString())
                    .contains("\"check-config\",\"--online\"")
                    .contains("\"http://" + service(pod) + ":9877/-/ready\""));
  }

  private static String service(JsonNode testPod) {
    return Manifests.name(testPod).replaceFirst("-test$", "");
  }

  @Test
  void helm_test_speaks_tls_and_leaves_out_what_wants_a_client_certificate() {
    assertThat(testContainers("secured").toString())
        .contains("\"--insecure\"", "\"https://ae-anomaly-exporter:9877/-/ready\"");
    assertThat(testContainers("existing")).hasSize(1);
  }

  private static JsonNode testContainers(String values) {
    return Chart.render(HelmVersion.FOUR, Chart.RELEASE, Chart.valuesFile(values))
        .only("Pod")
        .at("/spec/containers");
  }

  @Test
  void the_network_policy_lets_in_whom_it_names_and_the_test() {
    Manifests manifests =
        Chart.render(HelmVersion.FOUR, Chart.RELEASE, Chart.valuesFile("secured"));

    JsonNode policy = manifests.only("NetworkPolicy").path("spec");
    List<JsonNode> peers = Manifests.elements(policy.at("/ingress/0/from"));
    assertThat(peers).hasSize(2);
    assertThat(Manifests.texts(manifests.only("Pod").at("/metadata/labels")))
        .containsAllEntriesOf(Manifests.texts(peers.get(1).at("/podSelector/matchLabels")));
    assertThat(policy.at("/ingress/0/ports/0/port").asText()).isEqualTo("http");
    assertThat(policy.at("/egress/0/ports/0/port").asInt()).isEqualTo(53);
    assertThat(policy.at("/egress/1/to/0/ipBlock/cidr").asText()).isEqualTo("192.0.2.10/32");
  }

  @Test
  void names_stay_within_the_limits_of_kubernetes_however_long_the_release_is() {
    String release = "a".repeat(52) + "z";
    String shards = Chart.valuesFile("shards").toString();
    Manifests manifests = Chart.render(HelmVersion.THREE, release, Path.of(shards));

    // "-0" of a pod and the hash of its revision follow in labels, of 63 characters at most.
    assertThat(manifests.all("StatefulSet"))
        .allSatisfy(it -> assertThat(Manifests.name(it)).matches("[a-z][a-z0-9-]{1,50}[a-z0-9]"));
    assertThat(manifests.all())
        .allSatisfy(
            it -> {
              assertThat(Manifests.name(it)).matches("[a-z][a-z0-9-]{1,61}[a-z0-9]");
              assertThat(Manifests.texts(it.at("/metadata/labels")).values())
                  .allMatch(label -> label.matches("([A-Za-z0-9][A-Za-z0-9._-]{0,62})?"));
            });
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
