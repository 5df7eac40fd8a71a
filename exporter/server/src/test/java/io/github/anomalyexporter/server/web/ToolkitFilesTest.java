package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.anomalyexporter.server.TestCertificate;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files for {@code --web.config.file}, which {@code WebConfigIT} checks by promtool: files of
 * {@code good} are accepted, files of {@code bad} are refused by both. The exporter-toolkit accepts
 * the files of {@code refused-here-only}, but does not apply all their settings.
 */
class ToolkitFilesTest {
  private static final Path FILES = Path.of("src/test/resources/web");

  @TempDir private Path folder;

  private static List<Path> files(String kind) throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve(kind))) {
      return files.sorted().toList();
    }
  }

  static List<Path> good() throws IOException {
    return files("good");
  }

  static List<Path> bad() throws IOException {
    return Stream.of(files("bad"), files("refused-here-only")).flatMap(List::stream).toList();
  }

  @BeforeEach
  void writeCertificates() throws IOException {
    TestCertificate.FIRST.write(folder, "server");
    Files.copy(TestCertificate.AUTHORITY, folder.resolve("ca.crt"));
  }

  private SecurityFile load(Path file) throws IOException, ConfigException {
    return new SecurityFile(
        Files.copy(file, folder.resolve("web.yml")), new SecureRandom(), InstantSource.system());
  }

  @ParameterizedTest
  @MethodSource("good")
  void a_good_file_is_taken(Path file) {
    assertThatCode(() -> load(file)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_bad_file_is_refused_with_its_name_and_without_its_secrets(Path file) {
    assertThat(catchThrowable(() -> load(file)))
        .isInstanceOfAny(ConfigException.class, UsageException.class)
        .hasMessageStartingWith(folder.resolve("web.yml").toString())
        .hasMessageNotContaining("planted");
  }
}
