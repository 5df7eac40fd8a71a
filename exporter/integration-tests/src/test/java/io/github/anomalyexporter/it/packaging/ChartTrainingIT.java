package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job of the chart that trains, and the exporter that only scores beside it. */
class ChartTrainingIT {
  private static final String POD = "/spec/jobTemplate/spec/template";
  private static final String CONTAINER = POD + "/spec/containers/0";

  private final Path directory = Tools.workspace(ChartTrainingIT.class);

  @ParameterizedTest
  @CsvSource({"exporter, 0, false", "cronJob, 1, true", "external, 0, true"})
  void the_exporter_trains_unless_a_job_or_another_program_does(
      String mode, int jobs, boolean scoresOnly) {
    Manifests manifests = Chart.render(Chart.values("training: {mode: " + mode + "}"));

    assertThat(manifests.all("CronJob")).hasSize(jobs);
    String args = manifests.only("StatefulSet").at("/spec/template/spec/containers/0/args") + "";
    assertThat(args.contains("\"--training=off\"")).isEqualTo(scoresOnly);
  }

  @Test
  void the_exporter_is_slim_and_the_job_is_not() {
    Manifests manifests = Chart.render(Chart.valuesFile("training"));
    String image = "ghcr.io/anomaly-exporter/anomaly-exporter:";

    JsonNode exporter = manifests.only("StatefulSet").at("/spec/template/spec/containers/0");
    JsonNode job = manifests.only("CronJob");
    assertThat(exporter.path("image").asText()).startsWith(image).endsWith("-slim");
    assertThat(job.at(CONTAINER + "/image").asText()).startsWith(image).doesNotContain("slim");
    assertThat(job.at("/spec/concurrencyPolicy").asText()).isEqualTo("Forbid");
    assertThat(job.at(CONTAINER + "/resources/limits/memory").asText()).isEqualTo("6Gi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"training", "training-shards"})
  void a_job_has_the_configuration_the_secrets_and_the_volume_of_its_exporter(String values) {
    Manifests manifests = Chart.render(Chart.valuesFile(values));
    List<JsonNode> jobs = manifests.all("CronJob");
    List<JsonNode> sets = manifests.all("StatefulSet");

    assertThat(jobs).hasSameSizeAs(sets);
    for (int i = 0; i < jobs.size(); i++) {
      JsonNode pod = jobs.get(i).at(POD + "/spec");
      JsonNode exporter = sets.get(i).at("/spec/template/spec");
      assertThat(volumes(pod)).containsAll(volumes(exporter));
      // As a StatefulSet names the claim of its first pod.
      String claim =
          "%s-%s-0"
              .formatted(
                  Manifests.name(sets.get(i).at("/spec/volumeClaimTemplates/0")),
                  Manifests.name(sets.get(i)));
      assertThat(pod.path("volumes").toString()).contains("\"claimName\":\"" + claim + "\"");
      assertThat(pod.at("/containers/0/volumeMounts"))
          .containsExactlyInAnyOrderElementsOf(exporter.at("/containers/0/volumeMounts"));
      assertThat(pod.path("securityContext")).isEqualTo(exporter.path("securityContext"));
      assertThat(pod.path("serviceAccountName")).isEqualTo(exporter.path("serviceAccountName"));
      assertThat(pod.at("/containers/0/env")).isEqualTo(exporter.at("/containers/0/env"));
    }
  }

  private static List<JsonNode> volumes(JsonNode pod) {
    return Manifests.elements(pod.path("volumes"));
  }

  @Test
  void a_job_runs_on_the_node_of_its_exporter_unless_the_volume_is_for_several_nodes() {
    Manifests once = Chart.render(Chart.valuesFile("training"));

    JsonNode wanted =
        once.only("CronJob")
            .at(
                POD
                    + "/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/0");
    assertThat(wanted.path("topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
    Map<String, String> labels = Manifests.texts(wanted.at("/labelSelector/matchLabels"));
    assertThat(labels(once.only("StatefulSet"), "/spec/template")).containsAllEntriesOf(labels);
    assertThat(labels(once.only("CronJob"), POD).entrySet().containsAll(labels.entrySet()))
        .isFalse();
    for (JsonNode job : Chart.render(Chart.valuesFile("training-shards")).all("CronJob")) {
      assertThat(job.at(POD + "/spec/affinity").isMissingNode()).isTrue();
      assertThat(job.at(POD + "/spec/nodeSelector").toString()).contains("m7i.4xlarge");
    }
  }

  private static Map<String, String> labels(JsonNode object, String pod) {
    return Manifests.texts(object.at(pod + "/metadata/labels"));
  }

  @Test
  void no_service_leads_to_a_job_and_its_network_policy_allows_no_ingress() {
    Manifests manifests = Chart.render(Chart.valuesFile("training"));

    Map<String, String> job = labels(manifests.only("CronJob"), POD);
    assertThat(isSelected(job, manifests.only("Service").at("/spec/selector"))).isFalse();
    assertThat(isSelected(job, manifests.only("StatefulSet").at("/spec/selector/matchLabels")))
        .isFalse();
    List<JsonNode> policies =
        manifests.all("NetworkPolicy").stream()
            .filter(it -> isSelected(job, it.at("/spec/podSelector/matchLabels")))
            .toList();
    assertThat(policies).hasSize(1);
    JsonNode policy = policies.get(0).path("spec");
    assertThat(policy.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(policy.has("ingress")).isFalse();
    assertThat(policy.at("/egress/1/to/0/ipBlock/cidr").asText()).isEqualTo("192.0.2.10/32");
  }

  private static boolean isSelected(Map<String, String> labels, JsonNode selector) {
    assertThat(selector.isEmpty()).isFalse();
    return labels.entrySet().containsAll(Manifests.texts(selector).entrySet());
  }

  @Test
  void a_stopped_exporter_is_not_trained() {
    Manifests manifests = Chart.render(Chart.values("{replicas: 0, training: {mode: cronJob}}"));

    assertThat(manifests.only("CronJob").at("/spec/suspend").asBoolean()).isTrue();
  }

  @Test
  void an_existing_claim_is_shared() {
    Manifests manifests =
        Chart.render(
            Chart.values("{training: {mode: cronJob}, persistence: {existingClaim: my-models}}"));

    assertThat(manifests.only("CronJob").at(POD + "/spec/volumes").toString())
        .contains("\"claimName\":\"my-models\"");
  }

  @Test
  void the_slim_image_alone_trains_kinds_without_a_network() {
    Manifests manifests =
        Chart.render(
            Chart.values(
                "{image: {slim: true}, config: {detectors: [{name: a, type: isolation-forest}]}}"));

    assertThat(manifests.all("CronJob")).isEmpty();
  }

  /** Eleven characters follow in the name of a job, which has 63 at most. */
  @Test
  void the_name_of_a_job_is_not_too_long() {
    Path values =
        Chart.values("{training: {mode: cronJob}, shards: {a-long-shard-15: {existingSecret: a}}}");

    Manifests manifests = Chart.render(HelmVersion.THREE, "a".repeat(53), values);
    assertThat(Manifests.name(manifests.only("CronJob"))).hasSizeBetween(40, 52);
  }

  @Test
  void the_program_takes_the_arguments_of_a_job() throws Exception {
    Manifests manifests =
        Chart.render(
            Chart.values(
                """
                log: {format: json}
                training:
                  mode: cronJob
                  cronJob: {extraArgs: [--allow-missing-features]}
                config:
                  prometheus: {url: 'http://127.0.0.1:1'}
                  detectors: [{name: node, type: pca}]
                """));
    Path config = directory.resolve("anomaly-exporter.yml");
    Files.writeString(
        config, manifests.only("ConfigMap").at("/data/anomaly-exporter.yml").asText());
    String[] arguments =
        Manifests.elements(manifests.only("CronJob").at(CONTAINER + "/args")).stream()
            .map(JsonNode::asText)
            .map(it -> it.replace("/etc/anomaly-exporter/anomaly-exporter.yml", config.toString()))
            .map(it -> it.replace("/var/lib/anomaly-exporter", directory + "/storage"))
            .toArray(String[]::new);

    Exporter.Outcome outcome = Exporter.run(directory.resolve("train"), arguments);

    // Not 2: it asks the Prometheus, which is not there.
    assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
    assertThat(outcome.err()).contains("http://127.0.0.1:1");
    assertThat(names(directory.resolve("storage"))).contains("node");
  }

  private static Set<String> names(Path directory) throws Exception {
    try (var files = Files.list(directory)) {
      return new TreeSet<>(files.map(it -> it.getFileName().toString()).toList());
    }
  }
}
