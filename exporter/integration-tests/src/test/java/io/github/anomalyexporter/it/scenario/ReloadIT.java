package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Http;
import io.github.anomalyexporter.it.support.Instance;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Samples;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A running exporter gets another configuration, or a request to delete a host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReloadIT {
  private static final String ILL = "web-1:9100";
  private static final String GONE = "batch-1:9100";
  private static final String DATABASES = "'job=\"node\", instance=~\"db-.*\"'";

  @AutoClose private Site site;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    site =
        Site.in(Tools.workspace(ReloadIT.class), PrometheusVersion.TWO)
            .incident(IncidentKind.CPU_HOG, "web-1", Duration.ofMinutes(3))
            .start();
    exporter = site.startScoringExporter(site.exporterConfig());
    site.fleet().begin(IncidentKind.VANISH, "batch-1", null);
  }

  @BeforeEach
  void reloadTheConfigurationOfTheStart() throws IOException {
    reload(site.exporterConfig().toString());
    awaitShownFeatures(5);
  }

  @Test
  void a_hangup_brings_a_changed_detector_into_effect() throws IOException {
    String model = exporter.modelVersion();
    exporter.configure(withTwoFeatures().toString());
    exporter.process().signal("HUP");
    awaitShownFeatures(2);
    assertThat(exporter.modelVersion()).isEqualTo(model);
    assertThat(reloadSuccessful()).isEqualTo(1);
  }

  private ExporterConfig withTwoFeatures() {
    return site.exporterConfig().with("explanation", "{top_features: 2}");
  }

  @Test
  void a_new_detector_does_not_touch_the_one_that_is_there() throws IOException {
    String model = exporter.modelVersion();
    reload(site.exporterConfig().withDetector("databases", DATABASES));
    Samples metrics = exporter.metrics();
    assertThat(metrics.find("anomaly_score", Map.of("detector", "node", "instance", ILL)))
        .isPresent();
    assertThat(exporter.modelVersion()).isEqualTo(model);
    await("the new detector has found its host")
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
  void a_bad_file_is_refused_as_a_whole_and_the_one_before_it_goes_on() throws IOException {
    exporter.configure(
        site.exporterConfig().with("explanation", "{top_features: 9}") + "    steps: 1m\n");
    Http.Answer answer = exporter.send("POST", "/-/reload");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).contains("detectors[0].steps (line ").contains("did you mean step?");
    assertThat(reloadSuccessful()).isZero();
    assertThat(shownFeatures()).isEqualTo(5);
    exporter.awaitNextScoring();
  }

  @Test
  void the_next_good_file_after_a_bad_one_is_taken() throws IOException {
    reload(withTwoFeatures().withDetector("databases", DATABASES));
    awaitShownFeatures(2);
    exporter.configure("detectors: none\n");
    assertThat(exporter.send("POST", "/-/reload").status()).isEqualTo(500);
    assertThat(reloadSuccessful()).isZero();

    reload(site.exporterConfig().toString());
    assertThat(reloadSuccessful()).isEqualTo(1);
    assertThat(exporter.metrics().all("anomaly_detector_instances", Map.of()))
        .extracting(sample -> sample.label("detector"))
        .containsExactly("node");
    awaitShownFeatures(5);
  }

  @Test
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
    exporter.awaitNextScoring();
  }

  @Test
  void a_vanished_host_can_be_forgotten_for_good() throws IOException {
    exporter.awaitState(GONE, "vanished");
    assertThat(exporter.send("DELETE", "/api/v1/instances/" + GONE).status()).isEqualTo(200);
    assertThat(exporter.state(GONE)).isEmpty();
    assertThat(exporter.send("DELETE", "/api/v1/instances/" + GONE).status()).isEqualTo(404);
    exporter.stop();
    exporter = site.startExporter(site.exporterConfig());
    exporter.awaitScores(List.of(ILL));
    assertThat(exporter.instances())
        .extracting(Instance::host)
        .containsExactlyInAnyOrderElementsOf(List.of("web-1", "web-2", "db-1", "cache-1"));
  }

  private void reload(String config) throws IOException {
    exporter.configure(config);
    assertThat(exporter.send("POST", "/-/reload").status()).isEqualTo(200);
  }

  private void awaitShownFeatures(long count) {
    await("the features of " + ILL + " that are shown are " + count)
        .until(this::shownFeatures, it -> it == count);
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
