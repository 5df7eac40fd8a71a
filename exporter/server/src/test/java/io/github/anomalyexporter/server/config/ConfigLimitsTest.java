package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.anomalyexporter.server.files.BoundedFile;
import io.github.anomalyexporter.server.files.FileContents;
import io.github.anomalyexporter.server.secret.PemSource;
import io.github.anomalyexporter.server.secret.Secret;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.Problem;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files and definitions that would take all memory are refused before they are held. */
class ConfigLimitsTest {
  /** Has no size and no end. */
  private static final Path ENDLESS = Path.of("/dev/zero");

  @TempDir Path directory;

  private static void assertOutOfRange(String text, String path) {
    assertRefused(text, path, ProblemKind.OUT_OF_RANGE);
  }

  private static void assertRefused(String text, String path, ProblemKind kind) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfigFile.parse("test", text))
        .satisfies(
            e -> {
              assertThat(e.problems())
                  .extracting(Problem::path, Problem::kind)
                  .contains(tuple(path, kind));
              assertThat(e.getMessage()).hasSizeLessThan(50_000);
            });
  }

  private static String lines(int count, String line) {
    return IntStream.range(0, count)
        .mapToObj(i -> line.replace("#", String.valueOf(i)))
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  @Test
  void an_endless_file_is_refused() {
    assertThatThrownBy(() -> ConfigFile.load(ENDLESS))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "/dev/zero: expected a file that can be read, found a file of more than 2048 KB");
    assertThatThrownBy(() -> WebConfigFile.load(ENDLESS))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("found a file of more than 2048 KB");
    assertThatThrownBy(() -> Secret.ofFile(ENDLESS).reveal())
        .hasMessage("cannot read the secret file /dev/zero: it is a file of more than 64 KB");
    assertThatThrownBy(() -> PemSource.ofFile("tls_config.ca_file", ENDLESS).read())
        .hasMessageContaining("found a file of more than 1024 KB");
    assertThat(FileContents.of(List.of(ENDLESS)).digests())
        .containsEntry(ENDLESS, "a file of more than 2048 KB");
  }

  @Test
  void lines_and_nesting_have_a_bound() {
    assertThatThrownBy(() -> ConfigFile.parse("file", "a: 1\nb: " + "x".repeat(100_000)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "file: line 2, column 100001: expected lines of at most 100000 characters, found a"
                + " longer one");
    assertThatThrownBy(() -> ConfigFile.parse("file", "[\n".repeat(100_000)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a nesting that YAML does not allow");
  }

  @Test
  void a_file_as_large_as_allowed_is_read() throws IOException {
    Path file = directory.resolve("file");
    Files.writeString(file, "x".repeat(100));

    assertThat(BoundedFile.text(file, 100)).hasSize(100);
    assertThatExceptionOfType(BoundedFile.TooLargeException.class)
        .isThrownBy(() -> BoundedFile.text(file, 99));
  }

  @Test
  void definitions_that_grow_tenfold_nine_times_are_refused() {
    StringBuilder text = new StringBuilder("detectors: [{definitions: {d0: xxxxxxxxxx");
    for (int i = 1; i <= 9; i++) {
      text.append(", d").append(i).append(": ").append(("$d" + (i - 1)).repeat(10));
    }

    assertOutOfRange(
        text + "}, features: [{name: a, unit: b, expression: $d9}]}]",
        "detectors[0].features[0].expression");
  }

  @Test
  void expressions_have_a_bound_in_sum() {
    String large = "x".repeat(3_900);
    String definitions = "definitions: {x: " + large + "}, features: [";

    assertOutOfRange(
        "detectors: [{"
            + definitions
            + IntStream.range(0, 900)
                .mapToObj(i -> "{name: a%s, unit: b, expression: $x+$x+$x}".formatted(i))
                .collect(Collectors.joining(", "))
            + "]}]",
        "detectors[0].features[899].expression");
  }

  @Test
  void placeholders_count_too() {
    assertOutOfRange(
        "detectors: [{selector: 'a=\"%s\"', features: [%s]}]"
            .formatted(
                "x".repeat(3_900),
                IntStream.range(0, 300)
                    .mapToObj(
                        i ->
                            "{name: a%s, unit: b, expression: '%s'}"
                                .formatted(i, "up{$selector}+".repeat(4)))
                    .collect(Collectors.joining(", "))),
        "detectors[0].selector");
  }

  @ParameterizedTest
  @CsvSource({
    "1001, 'presets:#  a#: {}', presets",
    "101, 'detectors:#- {name: a#}', detectors",
    "101, 'detectors:#- calendar:#  - {name: a#, schedule: 1 1 * * *, duration: 1h}', detectors[0].calendar",
  })
  void lists_have_a_bound(int count, String text, String path) {
    int line = text.lastIndexOf('#', text.lastIndexOf('#') - 1);
    assertOutOfRange(
        text.substring(0, line).replace("#", "\n") + lines(count, text.substring(line + 1)), path);
  }

  @Test
  void of_many_problems_the_first_ones_are_named() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfigFile.parse("test", lines(900, "unknown#: 1")))
        .withMessageStartingWith("test has 900 problems:\n")
        .withMessageEndingWith("\n  and 800 other problems")
        .satisfies(
            e -> {
              assertThat(e.problems()).hasSize(900);
              assertThat(e.lines()).hasSize(101);
            });
  }

  @Test
  void a_schedule_has_a_bound() {
    assertOutOfRange(
        "detectors: [{calendar: [{name: a, duration: 1h, schedule: '%s 1 * * *'}]}]"
            .formatted("1,".repeat(200) + "1"),
        "detectors[0].calendar[0].schedule");
  }

  @Test
  void windows_have_a_bound_in_sum() {
    String entries =
        IntStream.range(0, 5)
            .mapToObj(i -> "{name: e%s, duration: 1m, schedule: '*/5 * * * *'}".formatted(i))
            .collect(Collectors.joining(", "));

    assertOutOfRange("detectors: [{calendar: [%s]}]".formatted(entries), "detectors[0].calendar");
  }

  @Test
  void labels_that_prometheus_reserves_are_no_identity() {
    assertRefused(
        "detectors: [{identity_labels: [instance, __address__]}]",
        "detectors[0].identity_labels[1]",
        ProblemKind.INVALID_VALUE);
  }
}
