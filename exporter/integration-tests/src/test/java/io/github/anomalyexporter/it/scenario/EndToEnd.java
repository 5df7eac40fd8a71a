package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.NodeExporter;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The data flow from hosts through Prometheus to scores in Prometheus, as far as it depends on the
 * version of Prometheus: discovery and queries of instances with and without history, the labels of
 * scraped scores, and the staleness of a host that vanishes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EndToEnd {
  static final String VANISHES = "batch-1";
  private static final String NEWCOMER = "web-9";
  private static final String THIS_MACHINE = "this-machine";

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
            .newcomers(NEWCOMER)
            .target(nodeExporter.authority(), "/metrics", THIS_MACHINE + ":9100")
            .start();
    exporter = startExporter(site, config());
  }

  /** Starts the first exporter of the site. */
  abstract ExporterProcess startExporter(Site site, ExporterConfig config) throws IOException;

  /** A host without any history has a score from its second row on: a minute less to wait. */
  private ExporterConfig config() {
    return site.exporterConfig().with("min_coverage", "0.3");
  }

  final Site site() {
    return site;
  }

  final ExporterProcess exporter() {
    return exporter;
  }

  /** Stops the exporter and starts another one with its configuration and storage. */
  final void restartExporter() {
    exporter.stop();
    exporter = site.startExporter(config());
  }

  @Test
  void instances_with_history_are_ok_and_scored() {
    exporter.awaitScores(History.HOSTS);
    for (String host : History.HOSTS) {
      exporter.awaitState(host, "ok");
    }
  }

  @Test
  void instances_without_history_are_warming_up_and_scored_by_the_fleets_model() {
    for (String host : List.of(NEWCOMER, THIS_MACHINE)) {
      exporter.awaitInstance(
          host,
          "is warming_up and has a score",
          it -> it.state().equals("warming_up") && it.hasScore());
    }
  }

  @Test
  void scores_arrive_in_prometheus_under_the_instance_and_job_of_the_host() {
    await("the score of each instance is in Prometheus")
        .untilAsserted(
            () ->
                assertThat(site.prometheus().query("anomaly_score{detector=\"node\",job=\"node\"}"))
                    .extracting(sample -> sample.label("instance"))
                    .containsExactlyInAnyOrderElementsOf(instances()));
    await("without honor_labels, the scores are those of the exporter")
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
  void the_history_of_an_instance_is_found_in_prometheus() {
    await("the history is that of Prometheus")
        .untilAsserted(
            () -> {
              JsonNode found = exporter.document("/api/v1/instances/web-1:9100/history");
              assertThat(found.at("/data/0/source").asText()).isEqualTo("prometheus");
              assertThat(found.path("data")).hasSize(1);
              assertThat(found.at("/data/0/points/0/threshold").asDouble()).isPositive();
              assertThat(found.at("/data/0/points/0/reconstruction_error").asDouble()).isPositive();
            });
  }

  @Test
  void past_values_of_features_are_read_from_prometheus_and_scored() throws IOException {
    exporter.awaitScores(History.HOSTS);
    long start = Instant.now().minus(Duration.ofMinutes(30)).getEpochSecond();

    JsonNode found =
        exporter.document("/api/v1/instances/web-1:9100/features?start=" + start).at("/data/0");

    assertThat(found.path("model").asText()).isEqualTo(exporter.modelVersion());
    assertThat(found.path("times")).hasSizeBetween(30, 31);
    assertThat(found.at("/scores/0").isNumber()).as("score of a past row").isTrue();
    JsonNode first = found.at("/features/0");
    for (String array : List.of("actual", "expected", "lower", "upper", "contribution")) {
      assertThat(first.path(array).path(0).isNumber()).as(array).isTrue();
    }
  }

  @Test
  void a_window_of_all_hosts_is_compared_with_the_time_before() throws IOException {
    exporter.awaitScores(History.HOSTS);

    JsonNode found = exporter.document("/api/v1/detectors/node/comparison?limit=100").path("data");

    assertThat(found.path("step").asText()).isEqualTo("PT1M");
    assertThat(found.path("instances"))
        .filteredOn(it -> it.at("/labels/instance").asText().equals("web-1:9100"))
        .singleElement()
        .satisfies(
            web -> {
              assertThat(web.path("change").isNumber()).isTrue();
              assertThat(web.path("features")).hasSize(10);
              assertThat(web.at("/features/0/baseline_median").isNumber()).isTrue();
              assertThat(web.at("/features/0/window_median").isNumber()).isTrue();
            });
  }

  @Test
  void the_api_has_the_model_its_queries_and_the_instances_in_parts() throws IOException {
    exporter.awaitScores(History.HOSTS);

    JsonNode model = exporter.document("/api/v1/detectors/node/models").at("/data/0");
    assertThat(model.path("state").asText()).isEqualTo("serving");
    assertThat(model.path("version").asText()).isEqualTo(exporter.modelVersion());
    assertThat(model.path("instances").asInt()).isEqualTo(History.HOSTS.size());
    JsonNode feature = exporter.document("/api/v1/detectors").at("/data/0/features/0");
    assertThat(site.prometheus().query(feature.path("query").asText())).isNotEmpty();

    // The hosts that are scraped live may be found after those with history have scores.
    await("instances in parts")
        .untilAsserted(() -> assertThat(instancesInParts()).containsAll(instances()));
  }

  private Set<String> instancesInParts() throws IOException {
    Set<String> found = new TreeSet<>();
    String cursor = "";
    do {
      JsonNode part = exporter.document("/api/v1/instances?features=false&limit=2" + cursor);
      part.path("data").forEach(it -> found.add(it.at("/labels/instance").asText()));
      cursor = "&cursor=" + part.at("/page/next_cursor").asText("");
    } while (!cursor.endsWith("="));
    return found;
  }

  private static List<String> instances() {
    return Stream.concat(History.HOSTS.stream(), Stream.of(NEWCOMER, THIS_MACHINE))
        .map(host -> host + ":9100")
        .toList();
  }

  @Test
  void a_host_that_vanishes_is_vanished_without_a_score_until_it_returns() throws IOException {
    exporter.awaitScores(List.of(VANISHES));
    assertThat(exporter.instance(VANISHES + ":9100").orElseThrow().score())
        .as("score of a calm host")
        .isBetween(0.0, 1.0);
    site.fleet().begin(IncidentKind.VANISH, VANISHES, null);
    try {
      exporter.awaitState(VANISHES, "vanished");
      awaitVanishedInPrometheus();
      whileVanished();
    } finally {
      site.fleet().end(VANISHES);
    }
    exporter.awaitState(VANISHES, "ok");
    exporter.awaitScores(List.of(VANISHES));
  }

  private void awaitVanishedInPrometheus() {
    String instance = "{instance=\"" + VANISHES + ":9100\"}";
    await("in Prometheus the host is vanished and has no score")
        .untilAsserted(
            () -> {
              assertThat(site.prometheus().query("anomaly_instance_state" + instance + " == 1"))
                  .extracting(sample -> sample.label("state"))
                  .containsExactly("vanished");
              assertThat(site.prometheus().query("anomaly_score" + instance)).isEmpty();
            });
  }

  /** What else is tested while the host has vanished; nothing here. */
  void whileVanished() throws IOException {}
}
