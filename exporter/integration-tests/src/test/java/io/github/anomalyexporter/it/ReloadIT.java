package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A running exporter is given another configuration, or told to forget a host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReloadIT {
  private static final String ILL = "web-1:9100";
  private static final String GONE = "batch-1:9100";

  @AutoClose private Site site;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    site =
        Site.in(Tools.workspace(ReloadIT.class), PrometheusVersion.TWO)
            .incident(IncidentKind.CPU_HOG, "web-1", Duration.ofMinutes(3))
            .start();
    exporter = site.startExporterWithModel(site.exporterConfig());
    await("scored").atMost(PATIENCE).until(() -> exporter.hasScore(GONE));
    site.fleet().begin(IncidentKind.VANISH, "batch-1", null);
  }

  @Test
  @Order(1)
  void a_hangup_brings_a_changed_detector_into_effect() throws IOException {
    await("features").atMost(PATIENCE).until(() -> shownFeatures() == 5);
    String model = exporter.modelVersion();
    exporter.configure(site.exporterConfig().with("explanation", "{top_features: 2}").toString());
    exporter.process().signal("HUP");
    await("fewer features").atMost(PATIENCE).until(() -> shownFeatures() == 2);
    assertThat(exporter.modelVersion()).isEqualTo(model);
    assertThat(reloadSuccessful()).isEqualTo(1);
  }

  @Test
  @Order(2)
  void a_new_detector_does_not_touch_the_one_that_is_there() throws IOException {
    ExporterConfig config = site.exporterConfig().with("explanation", "{top_features: 2}");
    String model = exporter.modelVersion();
    exporter.configure(config.withDetector("databases", "'job=\"node\", instance=~\"db-.*\"'"));
    assertThat(exporter.send("POST", "/-/reload").status()).isEqualTo(200);
    Samples metrics = exporter.metrics();
    assertThat(metrics.find("anomaly_score", Map.of("detector", "node", "instance", ILL)))
        .isPresent();
    assertThat(exporter.modelVersion()).isEqualTo(model);
    await("the new detector has found its host")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        exporter
                            .metrics()
                            .find("anomaly_detector_instances", Map.of("detector", "databases")))
                    .hasValue(1));
    assertThat(exporter.log()).noneMatch(line -> line.contains("detector node: training"));
  }

  @Test
  @Order(3)
  void a_bad_file_is_refused_as_a_whole_and_the_one_before_it_goes_on() throws IOException {
    exporter.configure(
        site.exporterConfig().with("explanation", "{top_features: 9}") + "    steps: 1m\n");
    Http.Answer answer = exporter.send("POST", "/-/reload");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).contains("detectors[0].steps (line ").contains("did you mean step?");
    assertThat(reloadSuccessful()).isZero();
    assertThat(shownFeatures()).isEqualTo(2);
    double scored = exporter.lastScoring();
    await("scoring goes on").atMost(PATIENCE).until(() -> exporter.lastScoring() > scored);
  }

  @Test
  @Order(4)
  void the_next_good_file_is_taken_again() throws IOException {
    exporter.configure(site.exporterConfig().toString());
    assertThat(exporter.send("POST", "/-/reload").status()).isEqualTo(200);
    assertThat(reloadSuccessful()).isEqualTo(1);
    assertThat(exporter.metrics().all("anomaly_detector_instances", Map.of()))
        .extracting(sample -> sample.label("detector"))
        .containsExactly("node");
    await("features").atMost(PATIENCE).until(() -> shownFeatures() == 5);
  }

  @Test
  @Order(5)
  void many_reloads_at_once_stop_neither_scoring_nor_scrapes() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(100);
    try {
      List<Future<Http.Answer>> reloads = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        reloads.add(clients.submit(() -> exporter.send("POST", "/-/reload")));
        exporter.process().signal("HUP");
        exporter.process().signal("HUP");
      }
      assertThat(exporter.get("/metrics").status()).isEqualTo(200);
      for (Future<Http.Answer> reload : reloads) {
        assertThat(reload.get().status()).isEqualTo(200);
      }
    } finally {
      clients.shutdownNow();
    }
    double scored = exporter.lastScoring();
    await("scoring goes on").atMost(PATIENCE).until(() -> exporter.lastScoring() > scored);
  }

  @Test
  @Order(6)
  void a_vanished_host_can_be_forgotten_for_good() throws IOException {
    await("vanished").atMost(PATIENCE).until(() -> exporter.state(GONE).equals("vanished"));
    assertThat(exporter.send("DELETE", "/api/v1/instances/" + GONE).status()).isEqualTo(200);
    assertThat(exporter.state(GONE)).isEmpty();
    assertThat(exporter.send("DELETE", "/api/v1/instances/" + GONE).status()).isEqualTo(404);
    exporter.stop();
    exporter = site.startExporter(site.exporterConfig());
    await("scored").atMost(PATIENCE).until(() -> exporter.hasScore(ILL));
    assertThat(exporter.instances())
        .extracting(Instance::host)
        .containsExactlyInAnyOrderElementsOf(List.of("web-1", "web-2", "db-1", "cache-1"));
  }

  private long shownFeatures() throws IOException {
    return exporter
        .metrics()
        .all("anomaly_feature_contribution_ratio", Map.of("detector", "node", "instance", ILL))
        .size();
  }

  private double reloadSuccessful() throws IOException {
    return exporter
        .metrics()
        .find("anomaly_exporter_config_last_reload_successful", Map.of())
        .orElseThrow();
  }
}
