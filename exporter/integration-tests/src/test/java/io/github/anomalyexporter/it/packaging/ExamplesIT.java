package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.Command;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files of examples/ as far as no other program is needed for them. */
class ExamplesIT {
  private static final Path EXAMPLES = Tools.shipped("examples");
  private static final Pattern LINK = Pattern.compile("(?m)^\\| \\[`([^`]+?)/?`]\\(");

  @Test
  void the_readme_names_each_example_and_no_other() throws IOException {
    List<String> named =
        LINK.matcher(Files.readString(EXAMPLES.resolve("README.md")))
            .results()
            .map((MatchResult link) -> link.group(1))
            .sorted()
            .toList();

    assertThat(named).containsExactlyElementsOf(examples());
  }

  /** Files and folders; of the sources each file, since they have nothing in common but that. */
  private static List<String> examples() throws IOException {
    try (Stream<Path> top = Files.list(EXAMPLES);
        Stream<Path> sources = Files.list(EXAMPLES.resolve("sources"))) {
      return Stream.concat(top, sources)
          .map(path -> EXAMPLES.relativize(path).toString())
          .filter(path -> !path.equals("README.md") && !path.equals("sources"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void promtool_takes_the_scrape_jobs(PrometheusVersion version) {
    for (String example : List.of("secured", "nginx")) {
      Command.run(
          EXAMPLES.resolve(example),
          version.promtool().toAbsolutePath().toString(),
          "check",
          "config",
          "--syntax-only",
          "prometheus.yml");
    }
  }
}
