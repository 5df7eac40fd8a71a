package io.github.anomalyexporter.testing.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalSizeTest {
  @Test
  void rows_and_columns_are_read_from_stty() {
    assertThat(TerminalSize.parse("50 132\n")).isEqualTo(new TerminalSize(50, 132));
  }

  @Test
  void without_an_answer_it_is_the_usual_size() {
    assertThat(TerminalSize.parse("")).isEqualTo(TerminalSize.USUAL);
    assertThat(TerminalSize.parse("0 0\n")).isEqualTo(TerminalSize.USUAL);
  }
}
