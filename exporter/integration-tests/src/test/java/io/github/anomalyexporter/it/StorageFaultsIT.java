package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A disk that is full when a training ends, then read-only, then well again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StorageFaultsIT {
  private static final String HOST = "web-1:9100";
  private static final String DETECTOR = "node";

  private final Path directory = Tools.workspace(StorageFaultsIT.class);
  private final SmallDisk disk =
      new SmallDisk(
          directory.resolve("storage").toAbsolutePath(),
          directory.resolve("models").toAbsolutePath());

  private Site site;
  private ExporterProcess exporter;
  private String model;

  @BeforeAll
  void start() throws IOException {
    SmallDisk.skipUnlessPossible(directory.resolve("mount"));
    site = Site.in(directory, PrometheusVersion.THREE).start();
    TrainedModel.copyTo(directory.resolve("models"));
    Files.createDirectories(directory.resolve("storage"));
    // A minute: that the model was trained before is as good as not at all.
    ExporterConfig config =
        site.exporterConfig()
            .with("training_interval", "1m")
            .with("history", "3h")
            .with("model", "{epochs: 1}");
    exporter =
        ExporterProcess.start(
            disk.wrapper(), directory, site.exporterPort(), config.toString(), Map.of());
    model = exporter.modelVersion();
  }

  @AfterAll
  void stop() {
    if (exporter != null) {
      exporter.close();
    }
    if (site != null) {
      site.close();
    }
  }

  @Test
  @Order(1)
  void on_a_full_disk_scoring_goes_on_by_the_model_that_is_there() throws IOException {
    await("a model that cannot be saved")
        .atMost(PATIENCE)
        .until(() -> failures("training") > 0 && failures("scoring") > 0);
    assertThat(disk.isFull(exporter.process())).isTrue();
    assertThat(exporter.modelVersion()).isEqualTo(model).isNotEmpty();
    assertThat(exporter.log())
        .anyMatch(line -> line.contains("training failed") && line.contains("expected room"));
    try (Stream<Path> files = Files.list(disk.seenFromOutside(exporter.process(), DETECTOR))) {
      assertThat(files).noneMatch(path -> path.getFileName().toString().startsWith(".unfinished-"));
    }
    awaitNewScores();
  }

  @Test
  @Order(2)
  void on_a_read_only_disk_scoring_goes_on() throws IOException {
    disk.protect(exporter.process(), DETECTOR);
    disk.makeRoom(exporter.process());
    double before = failures("scoring");

    awaitNewScores();
    await("more that could not be written")
        .atMost(PATIENCE)
        .until(() -> failures("scoring") > before);
    assertThat(exporter.modelVersion()).isEqualTo(model);
  }

  @Test
  @Order(3)
  void once_there_is_room_all_is_written_without_a_restart() throws IOException {
    disk.unprotect(exporter.process(), DETECTOR);
    Path known = disk.seenFromOutside(exporter.process(), DETECTOR + "/instances.json");

    await("the instances are remembered")
        .atMost(PATIENCE)
        .until(() -> Files.exists(known) && Files.readString(known).contains(HOST));
    double before = failures("scoring");
    awaitNewScores();
    assertThat(failures("scoring")).isEqualTo(before);
    await("scoring recovered")
        .atMost(PATIENCE)
        .until(() -> exporter.log().stream().anyMatch(it -> it.contains("scoring recovered")));
    await("a new model is saved and serves")
        .atMost(PATIENCE)
        .until(() -> !exporter.modelVersion().equals(model));
  }

  /** Waits for two more runs: the first may have been under way. */
  private void awaitNewScores() throws IOException {
    double before = exporter.lastScoring();
    await("scoring goes on").atMost(PATIENCE).until(() -> exporter.lastScoring() >= before + 10);
    assertThat(exporter.hasScore(HOST)).isTrue();
  }

  private double failures(String run) throws IOException {
    return exporter
        .metrics()
        .sum("anomaly_exporter_run_failures_total", Map.of("run", run, "category", "storage"));
  }
}
