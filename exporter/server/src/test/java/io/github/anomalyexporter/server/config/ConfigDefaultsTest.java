package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.server.config.DetectorConfig.Source;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The defaults, by value: a change needs a change here and in the documentation. */
class ConfigDefaultsTest {
  private final Config config = ConfigFile.defaults();

  @Test
  void prometheus_is_on_the_same_host() {
    PrometheusConfig prometheus = config.prometheus();
    assertThat(prometheus)
        .isEqualTo(PrometheusConfig.defaults(URI.create("http://localhost:9090")));
    assertThat(prometheus.http().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(prometheus.http().retries()).isEqualTo(2);
    assertThat(prometheus.maxConcurrentQueries()).isEqualTo(4);
    assertThat(prometheus.sampleBudget()).isEqualTo(1_000_000);
  }

  @Test
  void the_page_links_to_no_other_page() {
    assertThat(config.links()).isEqualTo(LinksConfig.NONE);
  }

  @Test
  void five_versions_are_kept_in_the_directory_data() {
    assertThat(config.storage()).isEqualTo(new StorageConfig(Path.of("data"), 5));
  }

  @Test
  void as_many_instances_are_watched_as_the_heap_has_room_for() {
    assertThat(Source.instancesFor(32L << 20)).isEqualTo(100);
    assertThat(Source.instancesFor(1L << 30)).isEqualTo(3_923);
    assertThat(Source.instancesFor(1L << 40)).isEqualTo(100_000);
  }

  @Test
  void one_detector_watches_all_nodes() {
    assertThat(config.detectors()).hasSize(1);
    DetectorConfig detector = config.detectors().get(0);
    assertThat(detector.name()).isEqualTo("node");
    assertThat(detector.source().selector()).isEmpty();
    assertThat(detector.source().identityLabels()).containsExactly("instance", "job");
    assertThat(detector.source().scrapeInterval()).isEqualTo(Optional.empty());
    assertThat(detector.source().maxInstances())
        .isEqualTo(Source.instancesFor(Runtime.getRuntime().maxMemory()));
    assertThat(detector.source().discovery()).contains("node_uname_info");
    assertThat(detector.features().queriedNames()).contains("cpu_used", "postgresql_connections");
  }

  @Test
  void it_scores_every_15_seconds_on_a_grid_of_a_minute() {
    DetectorConfig detector = config.detectors().get(0);
    assertThat(detector.timing())
        .isEqualTo(
            new DetectorConfig.Timing(
                Duration.ofMinutes(1), Duration.ofSeconds(15), Duration.ofSeconds(15)));
    assertThat(detector.history())
        .isEqualTo(
            new DetectorConfig.History(
                Duration.ofDays(7), Duration.ofHours(6), Duration.ofHours(24)));
    assertThat(detector.minCoverage()).isEqualTo(0.5);
    assertThat(detector.explanation())
        .isEqualTo(new DetectorConfig.Explanation(5, Duration.ofMinutes(15), 5_000));
  }

  @Test
  void the_model_is_small_and_seeded() {
    ModelConfig model = config.detectors().get(0).model();
    assertThat(model.layers()).isEqualTo(List.of(32, 4, 32));
    assertThat(model.training()).isEqualTo(new TrainingOptions(10, 3, 512, 0.002, 1, 1));
    assertThat(model.threshold())
        .isEqualTo(new ThresholdConfig(ThresholdOptions.DEFAULT, List.of()));
  }
}
