package io.github.anomalyexporter.it.faults;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.SharedSite;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.it.support.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SIGTERM ends the exporter in order; {@link ExporterProcess#stop} checks its exit code. */
class StopIT {
  private final Path directory = Tools.workspace(StopIT.class);

  @Test
  void an_exporter_that_scores_ends_cleanly() throws IOException {
    Path home = directory.resolve("scoring");
    TrainedModel.copyTo(home.resolve("storage"));
    int port = Ports.free();
    String config = SharedSite.get().exporterConfig().toString();
    try (ExporterProcess exporter = ExporterProcess.start(home, port, config)) {
      exporter.stop();
      // An active run may log after it.
      assertThat(exporter.log()).anyMatch(line -> line.contains("stopping"));
      assertThat(Ports.isOpen(port)).isFalse();
    }
  }

  @Test
  void an_exporter_that_trains_ends_cleanly_and_leaves_no_half_model() throws IOException {
    Path home = directory.resolve("training");
    try (ExporterProcess exporter = training(home)) {
      ProcessHandle process = trainingProcess(exporter);
      exporter.stop();
      assertThat(exporter.log()).noneMatch(line -> line.contains("level=ERROR"));
      await("end of the training process").until(() -> !process.isAlive());
    }
    assertThat(files(home.resolve("storage").resolve("node"))).isSubsetOf("instances.json");
  }

  @Test
  void a_training_process_ends_with_an_exporter_that_is_killed() throws IOException {
    try (ExporterProcess exporter = training(directory.resolve("killed"))) {
      ProcessHandle process = trainingProcess(exporter);
      ProcessHandle.of(exporter.process().pid()).orElseThrow().destroyForcibly();
      await("end of the training process").until(() -> !process.isAlive());
    }
  }

  /** An exporter whose first training has begun and takes very long. */
  private static ExporterProcess training(Path home) {
    String config =
        SharedSite.get()
            .exporterConfig()
            .with("history", "3h")
            .with("model", "{epochs: 10000, patience: 10000, batch_size: 8}")
            .toString();
    ExporterProcess exporter = ExporterProcess.start(home, Ports.free(), config);
    await("training")
        .until(
            () ->
                exporter
                        .metrics()
                        .all(
                            "anomaly_exporter_run_duration_seconds_count",
                            Map.of("run", "training", "stage", "query"))
                        .size()
                    == 1);
    return exporter;
  }

  private static ProcessHandle trainingProcess(ExporterProcess exporter) {
    return ProcessHandle.of(exporter.process().pid())
        .orElseThrow()
        .children()
        .findFirst()
        .orElseThrow();
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
