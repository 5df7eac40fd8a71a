package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 3", "10, 10", "25, 13", "100, 10", "1000, 10"})
  void progress_is_about_ten_lines_for_any_number_of_epochs(int epochs, int lines) {
    assertThat(IntStream.rangeClosed(1, epochs).filter(it -> TrainCommand.isShown(it, epochs)))
        .hasSize(lines)
        .contains(epochs);
  }
}
