package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.feature.Bounds;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.Node;
import io.github.anomalyexporter.server.yaml.Problem;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Reading;
import io.github.anomalyexporter.server.yaml.YamlReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The documentation and the examples against the code, both ways. */
class ConfigDocumentationTest {
  private static final Path FULL = Path.of("../../examples/full.yml");
  private static final Path MINIMAL = Path.of("../../examples/minimal.yml");
  private static final Path PAGE = Path.of("../docs/configuration.md");

  /** A row of a table, with the tables' headings as prefixes of its key. */
  private record Row(List<String> prefixes, List<String> cells) {
    List<String> paths() {
      String key = unquoted(cells.get(0));
      return prefixes.isEmpty()
          ? List.of(key)
          : prefixes.stream().map(prefix -> prefix + "." + key).toList();
    }
  }

  @Test
  void the_full_example_is_the_defaults() throws ConfigException {
    assertThat(ConfigFile.load(FULL))
        .usingRecursiveComparison()
        .ignoringFields("entries", "text", "origin")
        .isEqualTo(ConfigFile.defaults());
  }

  @Test
  void the_minimal_example_is_the_defaults() throws ConfigException {
    assertThat(ConfigFile.load(MINIMAL))
        .usingRecursiveComparison()
        .ignoringFields("entries", "text", "origin")
        .isEqualTo(ConfigFile.defaults());
  }

  @Test
  void the_full_example_has_every_key_and_no_other() throws IOException, ConfigException {
    assertThat(pathsOf(uncommented())).isEqualTo(keysOfTheCode());
  }

  @Test
  void the_page_has_every_key_and_no_other() throws IOException {
    Set<String> documented = new TreeSet<>();
    rows("key").forEach(row -> documented.addAll(row.paths()));

    assertThat(documented).isEqualTo(keysOfTheCode());
  }

  @Test
  void the_page_has_the_defaults_of_the_full_example() throws IOException, ConfigException {
    Map<String, String> defaults = new TreeMap<>();
    collect(
        "", YamlReader.read(new Reading("full", Path.of("")), Files.readString(FULL)), defaults);
    Map<String, String> documented = new TreeMap<>();
    for (Row row : rows("key")) {
      String cell = row.cells().get(2);
      row.paths().stream()
          .filter(
              path ->
                  cell.startsWith("`")
                      && !path.startsWith("presets.*")
                      && defaults.containsKey(path))
          .forEach(path -> documented.put(path, unquoted(cell)));
    }

    defaults.values().removeIf("-"::equals);
    assertThat(documented).isEqualTo(defaults);
  }

  @Test
  void the_page_has_the_features_of_the_preset() throws IOException {
    FeatureSet features = ConfigFile.defaults().detectors().get(0).features();
    List<List<String>> documented =
        rows("feature").stream()
            .map(
                row ->
                    List.of(
                        unquoted(row.cells().get(0)),
                        row.cells().get(1),
                        row.cells().get(2),
                        row.cells().get(3)))
            .toList();

    assertThat(documented)
        .isEqualTo(
            IntStream.range(0, features.size())
                .mapToObj(
                    input ->
                        List.of(
                            features.name(input),
                            features.unit(input),
                            words(features.transform(input)),
                            words(features.bounds(input))))
                .toList());
  }

  @Test
  void the_page_lists_the_optional_features() throws IOException {
    FeatureSet features = ConfigFile.defaults().detectors().get(0).features();

    assertThat(
            rows("feature").stream()
                .filter(row -> row.cells().get(4).startsWith("optional"))
                .map(row -> unquoted(row.cells().get(0))))
        .containsExactlyElementsOf(
            IntStream.range(0, features.size())
                .filter(features::isOptional)
                .mapToObj(features::name)
                .toList());
  }

  @Test
  void each_example_on_the_page_is_a_configuration() throws IOException, ConfigException {
    List<String> examples =
        Pattern.compile("(?ms)^```yaml\\n(.*?)^```")
            .matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();

    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      assertThat(ConfigFile.parse("example", example).detectors()).isNotEmpty();
    }
  }

  /** Returns all keys that the code reads in the full example with all comments as keys. */
  private static Set<String> keysOfTheCode() throws IOException {
    Reading reading = new Reading("full", Path.of(""));
    try {
      ConfigFile.parse(reading, uncommented());
    } catch (ConfigException e) {
      // Keys that exclude each other stand side by side; that no key is unknown is tested by name.
      assertThat(e.problems()).extracting(Problem::kind).doesNotContain(ProblemKind.UNKNOWN_KEY);
    }
    Set<String> keys = new TreeSet<>();
    reading.keys().forEach(key -> keys.add(normalized(key)));
    return keys;
  }

  private static String uncommented() throws IOException {
    return Files.readString(FULL).replaceAll("(?m)^( *)#(?=[^ \\n])", "$1");
  }

  private static Set<String> pathsOf(String text) throws ConfigException {
    Map<String, String> values = new TreeMap<>();
    collect("", YamlReader.read(new Reading("full", Path.of("")), text), values);
    return values.keySet();
  }

  /** Paths of all keys with their scalar or list values; a dash for what has keys of its own. */
  private static void collect(String path, Node node, Map<String, String> into) {
    if (node instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                String child = normalized(path.isEmpty() ? key : path + "." + key);
                if (!child.isEmpty()) {
                  into.put(child, shown(entry.value()));
                }
                collect(path.isEmpty() ? key : path + "." + key, entry.value(), into);
              });
    } else if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> collect(path + "[0]", item, into));
    }
  }

  private static String shown(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.type() == Node.ScalarType.NOTHING ? "-" : scalar.text();
    }
    if (node instanceof Node.Sequence sequence
        && sequence.items().stream().allMatch(Node.Scalar.class::isInstance)) {
      return sequence.items().stream().map(ConfigDocumentationTest::shown).toList().toString();
    }
    return "-";
  }

  /** With free names as a star and items as brackets; empty for a free name itself. */
  private static String normalized(String path) {
    String general = path.replaceAll("\\[\\d+]", "[]");
    if (general.matches("presets\\.[^.]+")
        || general.matches(
            "(prometheus|alertmanager)\\.headers\\..*|alertmanager\\.labels\\..*|.*\\.definitions\\..*")) {
      return "";
    }
    return general.replaceFirst("^presets\\.[^.]+\\.", "presets.*.");
  }

  private static String words(Transform transform) {
    if (transform instanceof Transform.Log log) {
      return "log " + plain(log.scale());
    } else if (transform instanceof Transform.Power power) {
      return "power " + plain(power.exponent());
    }
    return "none";
  }

  private static String words(Bounds bounds) {
    return bounds.max() == Double.POSITIVE_INFINITY
        ? "from " + exponential(bounds.min())
        : "from " + exponential(bounds.min()) + " to " + exponential(bounds.max());
  }

  /** Without more zeros than can be read. */
  private static String exponential(double number) {
    return Math.abs(number) < 1e6
        ? plain(number)
        : new DecimalFormat("0.###E0", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(number)
            .replace('E', 'e');
  }

  private static String plain(double number) {
    return new BigDecimal(String.valueOf(number)).stripTrailingZeros().toPlainString();
  }

  /** The rows of all tables whose first column has this title. */
  private static List<Row> rows(String title) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> prefixes = List.of();
    boolean wanted = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("#")) {
        prefixes =
            Pattern.compile("`([^`]+)`")
                .matcher(line)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
      }
      wanted = line.startsWith("|") && (wanted || line.startsWith("| " + title + " |"));
      if (wanted && line.startsWith("| `")) {
        rows.add(
            new Row(
                prefixes,
                List.of(line.substring(1).split("\\|")).stream().map(String::strip).toList()));
      }
    }
    return rows;
  }

  private static String unquoted(String cell) {
    return cell.replace("`", "");
  }
}
