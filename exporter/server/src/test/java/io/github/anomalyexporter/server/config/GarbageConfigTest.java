package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Any text is a configuration or a {@link ConfigException}, with no other exception. */
class GarbageConfigTest {
  private static final int RUNS = 2_000;

  /** Of each example: half of them are parsed as a whole configuration, which takes long. */
  private static final int DAMAGED_RUNS = 50;

  private static final List<String> PIECES =
      List.of(
          "\n",
          "\n  ",
          "\n- ",
          ": ",
          ":",
          "- ",
          "[",
          "]",
          "{",
          "}",
          ",",
          "\"",
          "'",
          "|",
          ">-",
          "#",
          "&a",
          "*a",
          "!!set",
          "!x",
          "<<",
          "?",
          "%YAML 9",
          "---",
          "...",
          "@",
          "`",
          "\t",
          "\u0000",
          "\uFEFF",
          "\uD800",
          "é",
          "~",
          "null",
          "yes",
          "1e400",
          "0x1F",
          "-0",
          ".nan",
          "2001-01-01",
          "prometheus",
          "detectors",
          "presets",
          "model",
          "layers",
          "step",
          "name",
          "features",
          "expression",
          "15s",
          "9".repeat(400),
          "$x",
          "http://a:b@c",
          "(",
          "\\");

  private static void parse(String text) {
    try {
      assertThat(ConfigFile.parse("garbage.yml", text)).isNotNull();
    } catch (ConfigException e) {
      assertThat(e).hasMessageStartingWith("garbage.yml");
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("from <" + text + ">", e);
    }
  }

  @Test
  void random_pieces_of_yaml() {
    Random random = new Random(1);
    for (int run = 0; run < RUNS; run++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(20); piece >= 0; piece--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      parse(text.toString());
    }
  }

  @Test
  void damaged_configurations() throws IOException {
    Random random = new Random(2);
    for (String whole : examples()) {
      for (int run = 0; run < DAMAGED_RUNS; run++) {
        StringBuilder text = new StringBuilder(whole);
        for (int edit = random.nextInt(4); edit >= 0; edit--) {
          int from = random.nextInt(text.length());
          int to = Math.min(text.length(), from + random.nextInt(6));
          text.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
        }
        parse(text.toString());
      }
    }
  }

  @Test
  void a_deep_and_a_large_one() {
    parse("[".repeat(100_000));
    parse("a: {".repeat(5_000));
    parse("x".repeat(5_000_000));
    parse("- ".repeat(10_000));
  }

  private static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/config"))) {
      return files
          .filter(file -> file.toString().endsWith(".yml"))
          .sorted()
          .map(GarbageConfigTest::read)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
