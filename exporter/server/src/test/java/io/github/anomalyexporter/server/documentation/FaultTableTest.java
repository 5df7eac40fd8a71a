package io.github.anomalyexporter.server.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every row of the fault table is proven by tests that exist, and its metrics are documented. */
class FaultTableTest {
  private static final Path PAGE = Path.of("../docs/faults.md");
  private static final Path METRICS = Path.of("../docs/metrics.md");
  private static final int COLUMNS = 5;

  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern METRIC = Pattern.compile("`(anomaly_\\w+)");

  @Test
  void there_are_at_least_twenty_faults_each_with_all_columns() throws IOException {
    assertThat(rows())
        .hasSizeGreaterThanOrEqualTo(20)
        .allSatisfy(row -> assertThat(row).hasSize(COLUMNS).noneMatch(String::isBlank));
  }

  @Test
  void each_row_names_tests_and_each_of_them_exists() throws IOException {
    Map<String, String> sources = testSources();
    for (List<String> row : rows()) {
      String tests = row.get(COLUMNS - 1);
      assertThat(tests).as(row.get(0)).containsPattern(TEST);
      TEST.matcher(tests)
          .results()
          .forEach(
              test ->
                  assertThat(sources.getOrDefault(test.group(1), "no such class"))
                      .as("%s: %s", row.get(0), test.group())
                      .contains(" " + test.group(2) + "("));
    }
  }

  @Test
  void each_test_that_the_page_names_exists() throws IOException {
    Map<String, String> sources = testSources();

    assertThat(TEST.matcher(Files.readString(PAGE)).results())
        .allSatisfy(
            test ->
                assertThat(sources.getOrDefault(test.group(1), "no such class"))
                    .as(test.group())
                    .contains(" " + test.group(2) + "("));
  }

  @Test
  void each_metric_is_documented() throws IOException {
    Set<String> documented = metricsIn(Files.readString(METRICS));

    assertThat(metricsIn(Files.readString(PAGE))).isNotEmpty().isSubsetOf(documented);
  }

  private static Set<String> metricsIn(String text) {
    return METRIC
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The cells of each row of the tables of faults. */
  private static List<List<String>> rows() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean faults = false;
    for (String line : Files.readAllLines(PAGE)) {
      faults = line.startsWith("|") && (faults || line.startsWith("| fault |"));
      if (faults && !line.startsWith("| fault |") && !line.startsWith("|---")) {
        String cells = line.substring(1, line.length() - 1);
        rows.add(Stream.of(cells.split("\\|", -1)).map(String::strip).toList());
      }
    }
    return rows;
  }

  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String path = file.toString();
        if (path.contains("/src/test/java/") && path.endsWith(".java")) {
          String name = file.getFileName().toString();
          sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
        }
      }
    }
    return sources;
  }
}
