package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rule files and their tests, by promtool of both major versions of Prometheus. */
class RulesIT {
  private static final Path RULES = Path.of("../../rules").toAbsolutePath().normalize();

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

  private void run(PrometheusVersion version, List<String> command, List<String> files) {
    Path log = directory.resolve(version + "-" + command.get(0));
    List<String> words =
        Stream.of(List.of(version.promtool().toString()), command, files)
            .flatMap(List::stream)
            .toList();
    try (ChildProcess promtool = ChildProcess.start(log, Map.of(), words)) {
      int code = promtool.awaitExit(PATIENCE);
      assertThat(code).as(() -> promtool.out() + promtool.err()).isZero();
    }
  }

  private static List<String> yaml(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files.map(Path::toString).filter(file -> file.endsWith(".yml")).sorted().toList();
      assertThat(names).isNotEmpty();
      return names;
    }
  }
}
