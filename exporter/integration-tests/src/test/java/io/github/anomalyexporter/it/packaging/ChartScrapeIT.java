package io.github.anomalyexporter.it.packaging;

import static io.github.anomalyexporter.it.support.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.anomalyexporter.it.support.PageServer;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.Sample;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Prometheus makes of the ServiceMonitor, as the operator writes it down for it. */
class ChartScrapeIT {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final byte[] PAGE =
      """
      # TYPE anomaly_score gauge
      anomaly_score{detector="node",instance="web-1:9100",job="node"} 2.5
      # TYPE anomaly_exporter_prometheus_up gauge
      anomaly_exporter_prometheus_up 1
      """
          .getBytes(UTF_8);

  private static final Map<String, String> OF_THE_HOST =
      Map.of(
          "detector", "node", "instance", "web-1:9100", "job", "node", "namespace", "monitoring");
  private static final Map<String, String> OF_THE_EXPORTER =
      Map.of("instance", "ae-0", "job", "anomaly-exporter", "namespace", "monitoring");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void scores_keep_the_labels_of_their_hosts(boolean overrideHonorLabels) throws IOException {
    Path directory =
        Tools.workspace(ChartScrapeIT.class).resolve("override-" + overrideHonorLabels);
    try (PageServer exporter = PageServer.start(() -> PAGE);
        RealPrometheus prometheus =
            RealPrometheus.start(
                PrometheusVersion.THREE,
                directory,
                scrapeConfig(exporter.authority(), overrideHonorLabels))) {
      await("scraped").until(() -> !prometheus.query("anomaly_exporter_prometheus_up").isEmpty());

      assertThat(prometheus.query("anomaly_score"))
          .extracting(Sample::labels)
          .containsExactly(OF_THE_HOST);
      assertThat(prometheus.query("anomaly_exporter_prometheus_up"))
          .extracting(Sample::labels)
          .containsExactly(OF_THE_EXPORTER);
      // The alert AnomalyExporterDown goes by this.
      assertThat(prometheus.query("up"))
          .extracting(Sample::labels)
          .containsExactly(OF_THE_EXPORTER);
    }
  }

  /**
   * The scrape config that the operator makes of the endpoint: its own labels of the target first,
   * then the relabelings of the endpoint. The target is found by its labels instead of an API.
   */
  private static String scrapeConfig(String authority, boolean overrideHonorLabels)
      throws IOException {
    JsonNode endpoint =
        Chart.render(Chart.values("serviceMonitor: {enabled: true}"))
            .only("ServiceMonitor")
            .at("/spec/endpoints/0");
    assertThat(endpoint.path("honorLabels").asBoolean()).isTrue();
    ObjectNode job = YAML.createObjectNode();
    job.put("job_name", "serviceMonitor/monitoring/ae-anomaly-exporter/0");
    job.put("scrape_interval", "1s");
    job.put("scrape_timeout", "1s");
    job.put("honor_labels", !overrideHonorLabels);
    job.set("metrics_path", endpoint.path("path"));
    job.set("scheme", endpoint.path("scheme"));
    ObjectNode group = job.putArray("static_configs").addObject();
    group.putArray("targets").add(authority);
    ObjectNode labels = group.putObject("labels");
    labels.put("__meta_kubernetes_pod_name", "ae-0");
    labels.put("namespace", "monitoring");
    labels.put("job", "ae-anomaly-exporter");
    List.of("service", "pod", "container", "endpoint").forEach(it -> labels.put(it, "ae"));
    job.set("relabel_configs", relabelConfigs(endpoint.path("relabelings")));
    job.set("metric_relabel_configs", relabelConfigs(endpoint.path("metricRelabelings")));
    return YAML.writeValueAsString(Map.of("scrape_configs", List.of(job)));
  }

  /** The operator's keys are camelCase, Prometheus' are snake_case. */
  private static ArrayNode relabelConfigs(JsonNode relabelings) {
    ArrayNode configs = YAML.createArrayNode();
    for (JsonNode relabeling : relabelings) {
      ObjectNode config = configs.addObject();
      relabeling
          .properties()
          .forEach(
              it ->
                  config.set(
                      it.getKey().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT),
                      it.getValue()));
    }
    return configs;
  }
}
