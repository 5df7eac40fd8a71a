package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong configuration is a file {@code *.yml} with the exact message it gives in a .txt. */
class InvalidConfigTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/config/invalid");

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_invalid_file_gives_exactly_its_message(String file) throws IOException {
    String text = Files.readString(DIRECTORY.resolve(file));
    String expected = Files.readString(DIRECTORY.resolve(file.replace(".yml", ".txt"))).strip();

    assertThatThrownBy(() -> ConfigFile.parse(file, text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(expected);
  }

  @ParameterizedTest
  @MethodSource("files")
  void no_message_holds_a_secret(String file) throws IOException {
    String text = Files.readString(DIRECTORY.resolve(file));

    assertThatThrownBy(() -> ConfigFile.parse(file, text))
        .message()
        .startsWith(file)
        .doesNotContain("hunter2");
  }
}
