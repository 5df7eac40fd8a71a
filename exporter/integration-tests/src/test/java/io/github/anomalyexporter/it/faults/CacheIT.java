package io.github.anomalyexporter.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.SmallDisk;
import io.github.anomalyexporter.it.support.Tools;
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
