package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The main road, in the order in which a user goes along it: the first training, scores in
 * Prometheus, incidents, a restart.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class EndToEnd {

  private static final String NEWCOMER = "web-9:9100";
  private static final String THIS_MACHINE = "this-machine:9100";

  /** What goes wrong in the incident test, and where. */
  private static final Map<String, IncidentKind> INCIDENTS =
      Map.of(
          "web-1", IncidentKind.CPU_HOG,
          "cache-1", IncidentKind.NETWORK_FLOOD,
          "web-2", IncidentKind.CORRELATION_BREAK,
          "db-1", IncidentKind.DISK_SATURATION);

  private static final String VANISHES = "batch-1";

  private final PrometheusVersion version;
  @AutoClose private NodeExporter nodeExporter;
  @AutoClose private Site site;
  @AutoClose private ExporterProcess exporter;

  EndToEnd(PrometheusVersion version) {
    this.version = version;
  }

  @BeforeAll
  void start() throws IOException {
    Path directory = Tools.workspace(getClass());
    nodeExporter = NodeExporter.start(directory);
    site =
        Site.in(directory, version)
            .newcomers("web-9")
            .target(nodeExporter.authority(), "/metrics", THIS_MACHINE)
            .start();
    exporter = site.startExporter(config());
  }

  /** A host without any history has a score from its second row on: a minute less to wait. */
  private ExporterConfig config() {
    return site.exporterConfig().with("min_coverage", "0.3");
  }

  @Test
  @Order(1)
  void whoever_has_history_is_trained_and_scored() {
    for (String host : History.HOSTS) {
      await(host)
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(exporter.state(host + ":9100")).isEqualTo("ok"));
      await(host).atMost(PATIENCE).until(() -> exporter.hasScore(host + ":9100"));
    }
  }

  @Test
  @Order(2)
  void who_has_no_history_is_warming_up_and_scored_by_the_fleets_model() {
    for (String instance : List.of(NEWCOMER, THIS_MACHINE)) {
      await(instance)
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(exporter.state(instance)).isEqualTo("warming_up");
                assertThat(exporter.hasScore(instance)).isTrue();
              });
    }
  }

  @Test
  @Order(3)
  void scores_arrive_in_prometheus_under_the_instance_and_job_of_the_host() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(site.prometheus().query("anomaly_score{detector=\"node\",job=\"node\"}"))
                    .extracting(sample -> sample.label("instance"))
                    .containsExactlyInAnyOrder(
                        "web-1:9100",
                        "web-2:9100",
                        "db-1:9100",
                        "cache-1:9100",
                        "batch-1:9100",
                        NEWCOMER,
                        THIS_MACHINE));
    await("without honor_labels, the scores are those of the exporter")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        site.prometheus().query("anomaly_score{exported_instance=\"web-1:9100\"}"))
                    .singleElement()
                    .satisfies(
                        sample ->
                            assertThat(sample.labels())
                                .containsEntry("instance", "127.0.0.1:" + exporter.port())
                                .containsEntry("job", "without-honor-labels")
                                .containsEntry("exported_job", "node")));
  }

  @Test
  @Order(4)
  void calm_hosts_are_not_anomalous() throws IOException {
    for (String host : History.HOSTS) {
      assertThat(exporter.instance(host + ":9100").orElseThrow().score())
          .as(host)
          .isBetween(0.0, 1.0);
    }
  }

  @Test
  @Order(5)
  void incidents_show_by_their_features() {
    List<Incident> incidents =
        INCIDENTS.entrySet().stream()
            .map(it -> site.fleet().begin(it.getValue(), it.getKey(), null))
            .toList();
    site.fleet().begin(IncidentKind.VANISH, VANISHES, null);
    Set<Incident> shown = new HashSet<>();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (Incident incident : incidents) {
                Instance instance = exporter.instance(incident.host() + ":9100").orElseThrow();
                if (shows(incident, instance) && shown.add(incident)) {
                  System.out.printf(
                      "%s shows after %.1f s: score %.1f, %s%n",
                      incident.kind(),
                      Duration.between(incident.start(), Instant.now()).toMillis() / 1e3,
                      instance.score(),
                      instance.topThree());
                }
                assertThat(shown).as("%s", instance).contains(incident);
              }
            });
  }

  private static boolean shows(Incident incident, Instance instance) {
    return instance.isAnomalous()
        && instance.topThree().stream().anyMatch(incident.kind()::isLedBy);
  }

  @Test
  @Order(6)
  void a_host_that_vanishes_is_vanished_and_has_no_score() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(exporter.state(VANISHES + ":9100")).isEqualTo("vanished"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String instance = "{instance=\"batch-1:9100\"}";
              assertThat(site.prometheus().query("anomaly_instance_state" + instance + " == 1"))
                  .extracting(sample -> sample.label("state"))
                  .containsExactly("vanished");
              assertThat(site.prometheus().query("anomaly_score" + instance)).isEmpty();
            });
  }

  @Test
  @Order(7)
  void a_restart_scores_at_once_by_the_same_model_and_knows_who_has_vanished() throws IOException {
    String model = exporter.modelVersion();
    exporter.stop();
    Instant start = Instant.now();
    exporter = site.startExporter(config());
    await("first scores").atMost(PATIENCE).until(() -> exporter.hasScore("web-1:9100"));
    System.out.printf(
        "first score %.1f s after a restart%n",
        Duration.between(start, Instant.now()).toMillis() / 1e3);
    assertThat(exporter.modelVersion()).isEqualTo(model).isNotEmpty();
    assertThat(exporter.state(VANISHES + ":9100")).isEqualTo("vanished");
    assertThat(exporter.log()).noneMatch(line -> line.contains("training "));
    assertThat(exporter.metrics().all("anomaly_exporter_run_duration_seconds_count", Map.of()))
        .noneMatch(sample -> sample.label("stage").equals("train") && sample.value() > 0);
  }

  @Test
  @Order(8)
  void hosts_calm_down_and_come_back() {
    for (String host : Set.of("web-1", VANISHES)) {
      site.fleet().end(host);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(exporter.state(VANISHES + ":9100")).isEqualTo("ok");
              assertThat(exporter.hasScore(VANISHES + ":9100")).isTrue();
            });
  }
}
