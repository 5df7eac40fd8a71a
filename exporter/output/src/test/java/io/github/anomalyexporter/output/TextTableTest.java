package io.github.anomalyexporter.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
  private static final TextTable TABLE = TextTable.of(2, 1).left(4).right(4).unaligned();

  @Test
  void columns_are_aligned_at_their_left_or_right() {
    assertThat(TABLE.line("NAME", "SIZE", "NOTE")).isEqualTo("  NAME SIZE NOTE");
    assertThat(TABLE.line("a", 5, "b c")).isEqualTo("  a       5 b c");
  }

  @Test
  void a_long_cell_moves_the_rest_of_its_line() {
    assertThat(TABLE.line("abcdef", 1, "b")).isEqualTo("  abcdef    1 b");
  }

  @Test
  void a_line_has_no_spaces_at_its_end() {
    assertThat(TABLE.line("a", "", "")).isEqualTo("  a");
    assertThat(TextTable.of(0, 2).right(3).left(2).line(1, 2)).isEqualTo("  1  2");
  }
}
