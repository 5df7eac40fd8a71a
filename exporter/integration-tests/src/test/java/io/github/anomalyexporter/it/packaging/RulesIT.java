package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rule files and their tests, by promtool of both major versions of Prometheus. */
@Order(2)
class RulesIT {
  private static final Path RULES = Tools.shipped("rules");

  private final Path directory = Tools.workspace(RulesIT.class);

  @ParameterizedTest
  @EnumSource
  void the_rules_are_valid(PrometheusVersion version) throws IOException {
    run(version, List.of("check", "rules"), yaml(RULES));
  }

  @ParameterizedTest
  @EnumSource
  void the_rules_do_what_their_tests_say(PrometheusVersion version) throws IOException {
    run(version, List.of("test", "rules"), yaml(RULES.resolve("tests")));
  }

  @ParameterizedTest
  @EnumSource
  void the_recording_rules_of_the_preset_are_valid(PrometheusVersion version) {
    Exporter.Outcome printed =
        Exporter.run(directory.resolve("rules-" + version), "rules", "--preset=node-exporter");
    assertThat(printed.exitCode()).as("%s", printed).isZero();
    assertThat(printed.err()).isEmpty();
    Path file = Tools.write(directory.resolve("features-" + version + ".yml"), printed.out());

    run(version, List.of("check", "rules"), List.of(file));
  }

  private void run(PrometheusVersion version, List<String> command, List<Path> files) {
    List<String> words =
        Stream.of(
                Stream.of(version.promtool().toString()),
                command.stream(),
                files.stream().map(Path::toString))
            .flatMap(it -> it)
            .toList();
    ChildProcess.run(directory.resolve(version + "-" + command.get(0)), Map.of(), words);
  }

  private static List<Path> yaml(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> names = files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
      assertThat(names).isNotEmpty();
      return names;
    }
  }
}
