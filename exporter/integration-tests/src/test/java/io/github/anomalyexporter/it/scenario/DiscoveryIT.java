package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Samples;
import io.github.anomalyexporter.it.support.SharedSite;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Prometheus has other instances than one would think. */
class DiscoveryIT {
  private final Path directory = Tools.workspace(DiscoveryIT.class);

  @Test
  void a_selector_without_instances_causes_one_warning_and_leaves_the_exporter_healthy()
      throws IOException {
    ExporterConfig config = SharedSite.get().exporterConfig().with("selector", "'job=\"nobody\"'");
    try (ExporterProcess exporter =
        ExporterProcess.start(directory.resolve("no-instances"), Ports.free(), config.toString())) {
      await("several runs")
          .until(
              () ->
                  exporter.metrics().sum("anomaly_exporter_runs_total", Map.of("run", "scoring"))
                      >= 3);
      Samples metrics = exporter.metrics();
      assertThat(metrics.find("anomaly_detector_instances", Map.of())).hasValue(0);
      assertThat(metrics.all("anomaly_score", Map.of())).isEmpty();
      assertThat(metrics.all("anomaly_instance_state", Map.of())).isEmpty();
      assertThat(exporter.get("/-/healthy").status()).isEqualTo(200);
      assertThat(exporter.get("/-/ready").status()).isEqualTo(200);
      assertThat(exporter.log())
          .filteredOn(line -> line.contains("level=WARN"))
          .singleElement()
          .asString()
          .contains("selector", "nobody");
    }
  }

  @Test
  void half_the_fleet_under_new_names_is_vanished_and_warming_up() throws IOException {
    // A host without any history has a score from its second row on: a minute less to wait.
    try (Site site = Site.in(directory, PrometheusVersion.TWO).start();
        ExporterProcess exporter =
            site.startScoringExporter(site.exporterConfig().with("min_coverage", "0.3"))) {
      Map<String, String> names = Map.of("web-1", "www-1", "web-2", "www-2");
      site.prometheus().reload(site.scrapeConfig(host -> names.getOrDefault(host, host)));
      for (String host : List.of("web-1:9100", "web-2:9100")) {
        exporter.awaitState(host, "vanished");
        assertThat(exporter.hasScore(host)).isFalse();
      }
      for (String host : List.of("www-1:9100", "www-2:9100")) {
        exporter.awaitInstance(
            host,
            "is warming_up and has a score",
            it -> it.state().equals("warming_up") && it.hasScore());
      }
      for (String host : List.of("db-1:9100", "cache-1:9100", "batch-1:9100")) {
        assertThat(exporter.state(host)).isEqualTo("ok");
      }
    }
  }
}
