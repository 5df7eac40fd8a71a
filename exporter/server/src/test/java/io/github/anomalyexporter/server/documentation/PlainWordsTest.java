package io.github.anomalyexporter.server.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of the program and its documents use plain technical English: see CONTRIBUTING.md. */
class PlainWordsTest {
  private static final Pattern AVOIDED =
      Pattern.compile(
          "(?<![a-z.])(nobody|somebody|everybody|anybody|whoever)(?![a-z]|:9100)"
              + "|(been|are|is|was|were)[ _]told[ _]of(?![a-z])|(is|are)_told(?![a-z])|assertTold"
              + "|goes[ _]before|still[ _]holds|holds good"
              + "|cry[ _]wolf|works again|what they trade|gives way|is no number",
          Pattern.CASE_INSENSITIVE);

  /** Code, tests and every document, rule, dashboard, chart, example and script. */
  private static final Pattern TEXT =
      Pattern.compile(
          "exporter/[^/]+/src/(?!test/).*|exporter/[^/]+/src/test/.*[.](java|md|sh|xml|yml)"
              + "|exporter/docs/.*|[^/]+"
              + "|(rules|grafana-dashboards|helm|systemd|examples)/.*");

  /** This list, and a test with a job "nobody". */
  private static final Pattern EXEMPT = Pattern.compile(".*/(PlainWordsTest|DiscoveryIT)[.]java");

  private static final Pattern BINARY = Pattern.compile(".*\\.(png|gz|tgz|jar|ico|pb)");

  private static boolean isText(String path) {
    return TEXT.matcher(path).matches()
        && !BINARY.matcher(path).matches()
        && !EXEMPT.matcher(path).matches();
  }

  @Test
  void no_text_has_a_word_to_avoid() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : ProjectFiles.matching(PlainWordsTest::isText)) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (AVOIDED.matcher(lines.get(i)).find()) {
          found.add(
              ProjectFiles.ROOT.relativize(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }

    assertThat(found).isEmpty();
  }

  @Test
  void code_tests_and_documents_are_read() throws IOException {
    assertThat(ProjectFiles.matching(PlainWordsTest::isText))
        .contains(
            ProjectFiles.ROOT.resolve("README.md"),
            ProjectFiles.ROOT.resolve("rules/anomaly-exporter.alerts.yml"),
            ProjectFiles.ROOT.resolve(
                "exporter/server/src/main/java/io/github/anomalyexporter/server/cli/AnomalyExporter.java"),
            ProjectFiles.ROOT.resolve(
                "exporter/server/src/test/java/io/github/anomalyexporter/server/LocaleRulesTest.java"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nobody: check",
        "the one before still holds",
        "{} works again",
        "a_port_in_use_is_told"
      })
  void such_a_word_is_found(String text) {
    assertThat(AVOIDED.matcher(text).find()).isTrue();
  }
}
