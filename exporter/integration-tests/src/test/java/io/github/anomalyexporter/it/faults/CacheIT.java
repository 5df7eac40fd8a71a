package io.github.anomalyexporter.it.faults;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.SharedSite;
import io.github.anomalyexporter.it.support.SmallDisk;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.it.support.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where TensorFlow's native library is unpacked. */
class CacheIT {
  /** Mounts a file system in memory, seen by the exporter alone, and becomes the exporter. */
  private static final String MOUNT =
      "mount -t tmpfs -o size=1g,noexec cache \"$1\" && shift && exec \"$@\"";

  private final Path directory = Tools.workspace(CacheIT.class);

  @Test
  void a_process_that_only_scores_neither_unpacks_nor_loads_it() throws IOException {
    Path cache = Files.createDirectories(directory.resolve("unused")).toAbsolutePath();
    Path scoring = directory.resolve("scoring");
    TrainedModel.copyTo(scoring.resolve("storage"));

    try (ExporterProcess exporter =
        ExporterProcess.start(
            scoring,
            Ports.free(),
            SharedSite.get().exporterConfig(),
            Map.of("ANOMALY_EXPORTER_CACHE", cache.toString()),
            "--training=off")) {
      exporter.awaitScores(History.HOSTS);

      assertThat(cache).isEmptyDirectory();
      Path maps = Path.of("/proc/%s/maps".formatted(exporter.process().pid()));
      assertThat(Files.readString(maps))
          .contains("libjvm.so")
          .doesNotContain("libtensorflow", "jnitensorflow", "javacpp");
      assertThat(exporter.post("/api/v1/detectors/node/train", "application/json", "{}").status())
          .isEqualTo(409);
    }
  }

  @Test
  void an_unusable_cache_leaves_the_stored_model_in_use() throws IOException {
    SmallDisk.skipUnlessPossible(directory.resolve("mount-scoring"));
    Path cache = Files.createDirectories(directory.resolve("noexec")).toAbsolutePath();
    Path scoring = directory.resolve("untrainable");
    TrainedModel.copyTo(scoring.resolve("storage"));

    try (ExporterProcess exporter =
        ExporterProcess.start(
            List.of("unshare", "--mount", "sh", "-c", MOUNT, "sh", cache.toString()),
            scoring,
            Ports.free(),
            SharedSite.get().exporterConfig().toString(),
            Map.of("ANOMALY_EXPORTER_CACHE", cache.toString()))) {
      exporter.awaitScores(History.HOSTS);

      await("the warning")
          .untilAsserted(
              () ->
                  assertThat(exporter.log())
                      .anyMatch(
                          line ->
                              line.contains(
                                      "scores with the stored model, but cannot be trained here")
                                  && line.contains("ANOMALY_EXPORTER_CACHE")));
    }
  }

  @Test
  void a_cache_on_a_file_system_without_execution_is_named_at_the_start() throws IOException {
    SmallDisk.skipUnlessPossible(directory.resolve("mount"));
    Path cache = Files.createDirectories(directory.resolve("cache")).toAbsolutePath();

    try (ChildProcess exporter =
        Exporter.start(
            List.of("unshare", "--mount", "sh", "-c", MOUNT, "sh", cache.toString()),
            directory.resolve("exporter"),
            Map.of("ANOMALY_EXPORTER_CACHE", cache.toString()),
            "serve",
            "--storage.path=" + directory.resolve("storage"),
            "--web.listen-address=127.0.0.1:" + Ports.free())) {
      assertThat(exporter.awaitExit()).isEqualTo(2);
      assertThat(exporter.err())
          .contains("anomaly-exporter: expected a directory from which TensorFlow's native library")
          .contains(cache.toString(), "noexec", "ANOMALY_EXPORTER_CACHE")
          .doesNotContain("\tat ");
    }
  }
}
