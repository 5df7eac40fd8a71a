package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration of the exporter in examples/ and in systemd/. */
class ConfigExamplesTest {
  private static final Path ROOT = Path.of("../..");

  static Stream<Path> configurations() throws IOException {
    try (Stream<Path> top = Files.list(ROOT.resolve("examples"));
        Stream<Path> sources = Files.list(ROOT.resolve("examples/sources"));
        Stream<Path> below = Files.find(ROOT.resolve("examples"), 2, (path, it) -> isNamed(path))) {
      List<Path> configurations =
          Stream.of(top.filter(path -> path.toString().endsWith(".yml")), sources, below)
              .flatMap(it -> it)
              .sorted()
              .toList();
      return Stream.concat(
          configurations.stream(), Stream.of(ROOT.resolve("systemd/anomaly-exporter.yml")));
    }
  }

  private static boolean isNamed(Path path) {
    return path.endsWith("anomaly-exporter.yml");
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void it_is_a_configuration(Path file) throws ConfigException {
    assertThat(ConfigFile.load(file).detectors()).isNotEmpty();
  }

  @Test
  void there_are_those_of_the_readme() throws IOException {
    assertThat(configurations())
        .extracting(path -> ROOT.relativize(path).toString())
        .contains(
            "examples/minimal.yml",
            "examples/full.yml",
            "examples/large-fleet.yml",
            "examples/secured/anomaly-exporter.yml",
            "examples/sources/mimir.yml",
            "examples/sources/thanos.yml",
            "examples/sources/victoriametrics.yml");
  }

  @Test
  void in_the_large_fleet_each_host_has_one_detector() throws ConfigException {
    List<String> selectors =
        ConfigFile.load(ROOT.resolve("examples/large-fleet.yml")).detectors().stream()
            .map(it -> it.source().selector())
            .toList();

    assertThat(selectors)
        .containsExactly(
            "job=\"node\", instance=~\"web-.*\"",
            "job=\"node\", instance=~\"db-.*\"",
            "job=\"node\", instance!~\"web-.*|db-.*\"");
  }
}
