package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.Certificates;
import io.github.anomalyexporter.it.support.Command;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks the files for {@code --web.config.file}, with which the exporter is tested, by promtool,
 * which uses the exporter-toolkit.
 */
class WebConfigIT {
  private static final Path FILES = Tools.shipped("exporter/server/src/test/resources/web");

  @ParameterizedTest
  @EnumSource
  void promtool_judges_the_test_files_as_they_are_sorted(PrometheusVersion version)
      throws IOException {
    Path folder = Files.createDirectories(Tools.workspace(WebConfigIT.class).resolve("" + version));
    new Certificates(folder).issue("server");

    for (Path file : files("good")) {
      assertThat(check(version, folder, file)).as(file.toString()).isZero();
    }
    for (Path file : files("refused-here-only")) {
      assertThat(check(version, folder, file)).as(file.toString()).isZero();
    }
    for (Path file : files("bad")) {
      assertThat(check(version, folder, file)).as(file.toString()).isEqualTo(1);
    }
  }

  private static List<Path> files(String kind) throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve(kind))) {
      return files.sorted().toList();
    }
  }

  private static int check(PrometheusVersion version, Path folder, Path file) throws IOException {
    Files.copy(file, folder.resolve(file.getFileName()));
    return Command.tryRun(
            folder,
            version.promtool().toAbsolutePath().toString(),
            "check",
            "web-config",
            file.getFileName())
        .exitCode();
  }
}
