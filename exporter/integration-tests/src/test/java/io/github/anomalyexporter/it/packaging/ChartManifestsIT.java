package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How the objects of the chart fit together. */
class ChartManifestsIT {
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
  void helm_test_uses_tls_and_omits_servers_that_require_a_client_certificate() {
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
}
