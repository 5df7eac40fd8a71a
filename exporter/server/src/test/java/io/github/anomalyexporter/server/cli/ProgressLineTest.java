package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.run.BlockProgress;
import io.github.anomalyexporter.server.run.TrainingWatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {
  private static final String ERROR_TERMINAL = "anomaly-exporter.error-terminal";
  private static final String TERMINAL = "anomaly-exporter.terminal";

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 3", "10, 10", "25, 13", "100, 10", "1000, 10"})
  void losses_are_about_ten_lines_for_any_number_of_epochs(int epochs, int lines) {
    TrainingWatch progress = ProgressLine.onOutput(out).training();

    IntStream.rangeClosed(1, epochs).forEach(it -> progress.epoch(it, epochs, 0.25));

    assertThat(text.toString().lines())
        .hasSize(lines)
        .endsWith("  epoch %1$s of at most %1$s, validation loss 0.25000".formatted(epochs));
  }

  @Test
  void losses_replace_each_other_on_a_terminal() {
    System.setProperty(TERMINAL, "true");
    try {
      TrainingWatch progress = ProgressLine.onOutput(out).training();
      progress.epoch(1, 300, 0.5);
      progress.epoch(2, 300, 0.25);
    } finally {
      System.clearProperty(TERMINAL);
    }

    assertThat(text.toString())
        .isEqualTo(
            "\r  epoch 1 of at most 300, validation loss 0.50000 \u001b[K"
                + "\r  epoch 2 of at most 300, validation loss 0.25000 \u001b[K");
  }

  @Test
  void of_several_blocks_the_blocks_are_shown_and_no_epochs() {
    TrainingWatch progress = ProgressLine.onOutput(out).training();

    progress.blocks(new BlockProgress(0, 2, 0, 150));
    progress.epoch(1, 300, 0.5);
    progress.blocks(new BlockProgress(1, 2, 75, 150));

    assertThat(text.toString().lines())
        .containsExactly(
            "  block 0 of 2 completed, 0 of 150 instances",
            "  block 1 of 2 completed, 75 of 150 instances");
  }

  @Test
  void epochs_are_shown_on_a_terminal_only_and_removed() {
    ProgressLine.onError(out).epochs("web-1").epoch(1, 300, 0.5);
    assertThat(text.toString()).isEmpty();

    System.setProperty(ERROR_TERMINAL, "true");
    try {
      ProgressLine line = ProgressLine.onError(out);
      line.epochs("web-1").epoch(1, 300, 0.5);
      line.show("");
    } finally {
      System.clearProperty(ERROR_TERMINAL);
    }

    assertThat(text.toString()).isEqualTo("\rweb-1, epoch 1 of at most 300\u001b[K\r\u001b[K");
  }
}
