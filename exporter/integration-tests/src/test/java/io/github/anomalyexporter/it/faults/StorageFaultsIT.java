package io.github.anomalyexporter.it.faults;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.SmallDisk;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.it.support.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A disk that is full when a training ends, then read-only, then well again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
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
  void on_a_full_or_read_only_disk_scoring_goes_on_and_once_there_is_room_all_is_written()
      throws IOException {
    onAFullDiskScoringGoesOnByTheStoredModel();
    onAReadOnlyDiskScoringGoesOn();
    onAWritableDiskAllIsWrittenWithoutARestart();
  }

  private void onAFullDiskScoringGoesOnByTheStoredModel() throws IOException {
    await("a model that cannot be saved")
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

  private void onAReadOnlyDiskScoringGoesOn() throws IOException {
    disk.protect(exporter.process(), DETECTOR);
    disk.makeRoom(exporter.process());
    double before = failures("scoring");

    awaitNewScores();
    await("more that could not be written").until(() -> failures("scoring") > before);
    assertThat(exporter.modelVersion()).isEqualTo(model);
  }

  private void onAWritableDiskAllIsWrittenWithoutARestart() throws IOException {
    disk.unprotect(exporter.process(), DETECTOR);
    Path known = disk.seenFromOutside(exporter.process(), DETECTOR + "/instances.json");

    await("the instances are remembered")
        .until(() -> Files.exists(known) && Files.readString(known).contains(HOST));
    double before = failures("scoring");
    awaitNewScores();
    assertThat(failures("scoring")).isEqualTo(before);
    await("scoring recovered")
        .until(() -> exporter.log().stream().anyMatch(it -> it.contains("scoring recovered")));
    await("a new model is saved and serves").until(() -> !exporter.modelVersion().equals(model));
  }

  /** Waits for two more runs: the first may have been under way. */
  private void awaitNewScores() throws IOException {
    double before = exporter.lastScoring();
    await("scoring goes on").until(() -> exporter.lastScoring() >= before + 10);
    assertThat(exporter.hasScore(HOST)).isTrue();
  }

  private double failures(String run) throws IOException {
    return exporter
        .metrics()
        .sum("anomaly_exporter_run_failures_total", Map.of("run", run, "category", "storage"));
  }
}
