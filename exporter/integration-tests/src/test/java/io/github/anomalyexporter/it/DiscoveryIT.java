package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Prometheus has other instances than one would think. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryIT {

  @AutoClose private Site site;

  @BeforeAll
  void start() throws IOException {
    site = Site.in(Tools.workspace(DiscoveryIT.class), PrometheusVersion.TWO).start();
  }

  @Test
  void a_selector_that_matches_nobody_is_warned_of_once_and_leaves_the_exporter_healthy()
      throws IOException {
    ExporterConfig config = site.exporterConfig().with("selector", "'job=\"nobody\"'");
    try (ExporterProcess exporter =
        ExporterProcess.start(
            Tools.workspace(DiscoveryIT.class).resolve("nobody"),
            Ports.free(),
            config.toString())) {
      await("several runs")
          .atMost(PATIENCE)
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
    ExporterConfig config = site.exporterConfig().with("min_coverage", "0.3");
    try (ExporterProcess exporter = site.startExporterWithModel(config)) {
      for (String host : History.HOSTS) {
        await(host).atMost(PATIENCE).until(() -> exporter.hasScore(host + ":9100"));
      }
      Map<String, String> names = Map.of("web-1", "www-1", "web-2", "www-2");
      site.prometheus().reload(site.scrapeConfig(host -> names.getOrDefault(host, host)));
      for (String host : List.of("web-1:9100", "web-2:9100")) {
        await(host).atMost(PATIENCE).until(() -> exporter.state(host).equals("vanished"));
        assertThat(exporter.hasScore(host)).isFalse();
      }
      for (String host : List.of("www-1:9100", "www-2:9100")) {
        await(host)
            .atMost(PATIENCE)
            .until(() -> exporter.state(host).equals("warming_up") && exporter.hasScore(host));
      }
      for (String host : List.of("db-1:9100", "cache-1:9100", "batch-1:9100")) {
        assertThat(exporter.state(host)).isEqualTo("ok");
      }
    }
  }
}
