package io.github.anomalyexporter.evaluation.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairTest {
  @TempDir private Path directory;

  private Path create(String name) throws IOException {
    return Files.createFile(directory.resolve(name));
  }

  @ParameterizedTest
  @CsvSource({"web-1.test.csv.gz", "web-1.test.csv", "web-1.csv"})
  void the_test_file_names_the_instance(String test) {
    Pair pair = Pair.of(Path.of("history.csv"), Path.of("data", test));

    assertThat(pair.instance()).isEqualTo("web-1");
    assertThat(pair.interpretation()).isEqualTo(Path.of("data/web-1.interpretation.txt"));
  }

  @Test
  void a_directory_holds_pairs_by_name() throws IOException {
    Path b = create("b.train.csv");
    create("b.test.csv");
    Path a = create("a.train.csv.gz");
    Path test = create("a.test.csv.gz");
    create("LICENSE");

    assertThat(Pair.in(directory))
        .containsExactly(Pair.of(a, test), Pair.of(b, directory.resolve("b.test.csv")));
  }

  @Test
  void a_directory_without_pairs_or_with_half_of_a_pair_is_a_problem() throws IOException {
    assertThatThrownBy(() -> Pair.in(directory))
        .hasMessage(
            directory + ": expected files NAME.train.csv.gz and NAME.test.csv.gz, found none");

    Path train = create("a.train.csv.gz");
    assertThatThrownBy(() -> Pair.in(directory))
        .hasMessage(train + ": expected a.test.csv.gz beside it, found none");
    Path none = directory.resolve("none");
    assertThatThrownBy(() -> Pair.in(none))
        .hasMessage(none + ": expected a directory that can be read, found none");
  }

  @Test
  void a_file_is_not_tested_on_what_it_was_trained_on() {
    Path file = Path.of("data/web.csv");

    assertThatThrownBy(() -> Pair.of(file, Path.of("data/../data/web.csv")))
        .hasMessage(
            "data/../data/web.csv: expected a file different from the training file, found the same file");
  }
}
