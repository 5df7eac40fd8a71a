package io.github.anomalyexporter.evaluation.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.evaluation.figure.Interpretation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpretationFileTest {
  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("a.interpretation.txt"), text);
  }

  @Test
  void features_are_counted_from_one() throws IOException {
    assertThat(InterpretationFile.read(file("392-416:12,15\n\n1257-1268:1, 2,\n"), 15))
        .containsExactly(
            new Interpretation(392, 416, Set.of(11, 14)),
            new Interpretation(1257, 1268, Set.of(0, 1)));
  }

  @Test
  void there_need_not_be_one() {
    assertThat(InterpretationFile.read(directory.resolve("none"), 3)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1-2 | expected FIRST-LAST:FEATURE,FEATURE,... such as 392-416:12,15, found 1-2",
        "1-2: | expected FIRST-LAST:FEATURE,FEATURE,... such as 392-416:12,15, found 1-2:",
        "1-2:cpu | expected FIRST-LAST:FEATURE,FEATURE,... such as 392-416:12,15, found 1-2:cpu",
        "1-2:0 | expected features from 1 to 3, found 0",
        "1-2:1,4 | expected features from 1 to 3, found 4",
        "1-2:99999999999 | expected features from 1 to 3, found 99999999999",
      })
  void a_problem_names_the_line(String text, String problem) throws IOException {
    Path file = file("1-2:1\n" + text);

    assertThatThrownBy(() -> InterpretationFile.read(file, 3))
        .hasMessage(file + ", line 2: " + problem);
  }

  @Test
  void a_line_without_end_is_refused() throws IOException {
    Path file =
        Files.writeString(directory.resolve("long.txt"), "1-2:" + "1,".repeat(100_000) + "1");

    assertThatThrownBy(() -> InterpretationFile.read(file, 3))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ", line 1: expected at most 4000 characters, found 200005");
  }
}
