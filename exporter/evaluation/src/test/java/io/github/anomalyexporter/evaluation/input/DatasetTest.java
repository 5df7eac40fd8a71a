package io.github.anomalyexporter.evaluation.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.acceptance.LabelledRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
  private static final Duration STEP = Duration.ofMinutes(5);

  @TempDir private Path directory;

  private Pair pair(String train, String test) throws IOException {
    return Pair.of(
        Files.writeString(directory.resolve("a.train.csv"), train),
        Files.writeString(directory.resolve("a.test.csv"), test));
  }

  @Test
  void the_labels_are_beside_the_frames_and_not_in_them() throws IOException {
    Dataset dataset =
        Dataset.read(pair("cpu,disk,label\n1,2,1\n", "cpu,disk,label\n3,4,0\n5,6,1\n"), STEP);

    assertThat(dataset.features().queriedNames()).containsExactly("cpu", "disk");
    assertThat(dataset.history().cells(0)).containsExactly(1, 2);
    assertThat(dataset.test().cells(0)).containsExactly(3, 4, 5, 6);
    assertThat(dataset.test().range().step()).isEqualTo(STEP);
    LabelledRows labels = Objects.requireNonNull(dataset.labels());
    assertThat(labels.events()).containsExactly(new Event(1, 1));
  }

  @Test
  void without_a_label_there_are_none() throws IOException {
    assertThat(Dataset.read(pair("a\n1\n", "a\n3\n"), STEP).labels()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b | a,c | 2: expected b, as in %s, found c",
        "a,b | b,a | 1: expected a, as in %s, found b",
        "a,b | a | 2: expected b, as in %s, found none",
        "a | a,b | 2: expected no more columns but label, as in %s, found b",
      })
  void columns_that_differ_are_a_problem(String train, String test, String problem)
      throws IOException {
    Pair pair =
        pair(
            train + "\n" + train.replaceAll("\\w+", "1"),
            test + "\n" + test.replaceAll("\\w+", "1"));

    assertThatThrownBy(() -> Dataset.read(pair, STEP))
        .hasMessage(
            "%s, line 1: column %s; both files need the same columns in the same order"
                .formatted(pair.test(), problem.formatted(pair.train())));
  }
}
