package io.github.anomalyexporter.testing.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
  private static final String BOLD = "🔴 \u001b[1mweb-2\u001b[22m";
  private static final String LINK = "\u001b]8;;http://a/?b=c\u001b\\graph\u001b]8;;\u001b\\";

  @Test
  void escape_sequences_take_no_room_and_emoji_two_columns() {
    assertThat(TerminalText.width(BOLD)).isEqualTo(8);
    assertThat(TerminalText.width(LINK)).isEqualTo(5);
    assertThat(TerminalText.plain(BOLD + " " + LINK)).isEqualTo("🔴 web-2 graph");
  }

  @Test
  void what_fits_stays_as_it_is() {
    assertThat(TerminalText.cut(BOLD, 8)).isEqualTo(BOLD);
    assertThat(TerminalText.wrap(LINK, "", 5)).containsExactly(LINK);
  }

  @Test
  void a_long_line_is_cut_without_its_escape_sequences() {
    assertThat(TerminalText.cut(BOLD, 7)).isEqualTo("🔴 web…");
    assertThat(TerminalText.cut("🔴🔴", 3)).isEqualTo("🔴…");
    assertThat(TerminalText.cut("🔴🔴", 2)).isEqualTo("…");
  }

  @Test
  void a_long_line_goes_on_behind_the_margin() {
    assertThat(TerminalText.wrap("│ web-2 is anomalous: " + LINK, "│ ", 14))
        .containsExactly("│ web-2 is", "│ anomalous:", "│ graph");
    assertThat(TerminalText.wrap("│ web-2 anomalous", "│ ", 9))
        .containsExactly("│ web-2", "│ anomalo", "│ us");
  }

  @Test
  void a_character_wider_than_the_terminal_is_no_endless_loop() {
    assertThat(TerminalText.wrap("│ 🔴🔴", "│ ", 3)).containsExactly("│ 🔴", "│ 🔴");
  }
}
