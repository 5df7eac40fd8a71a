package io.github.anomalyexporter.testing.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final List<String> OLD = List.of("┌─ old", "│ calm", "└─");
  private static final List<String> NEW = List.of("┌─ new", "│ cpu_used 97%", "└─");

  @Test
  void as_many_messages_as_fit_are_below_the_table() {
    List<String> table = rows("host", 3);

    assertThat(Screen.lines(table, List.of(OLD, NEW), new TerminalSize(10, 80)))
        .containsExactlyElementsOf(join(table, OLD, NEW));
    assertThat(Screen.lines(table, List.of(OLD, NEW), new TerminalSize(9, 80)))
        .containsExactlyElementsOf(join(table, NEW));
    assertThat(Screen.lines(table, List.of(), new TerminalSize(9, 80))).isEqualTo(table);
  }

  @Test
  void a_long_table_leaves_room_for_the_newest_message() {
    assertThat(Screen.lines(rows("host", 40), List.of(OLD, NEW), new TerminalSize(9, 80)))
        .containsExactlyElementsOf(join(List.of("host 0", "host 1", "host 2", "host 3", "…"), NEW));
  }

  @Test
  void a_message_that_is_too_long_is_cut_at_its_end() {
    List<String> message = join(List.of("┌─ new"), rows("│ line", 30), List.of("└─"));

    assertThat(Screen.lines(rows("host", 40), List.of(message), new TerminalSize(24, 80)))
        .hasSize(23)
        .startsWith("host 0")
        .contains("host 12", "…", "┌─ new", "│ line 6")
        .endsWith("…");
  }

  @Test
  void the_table_is_cut_at_the_terminal_s_edge_and_the_message_goes_on_below() {
    assertThat(Screen.lines(List.of("web-1:9100 ok"), List.of(NEW), new TerminalSize(24, 12)))
        .containsExactly("web-1:9100 …", "┌─ new", "│ cpu_used", "│ 97%", "└─");
  }

  @Test
  void a_terminal_of_a_single_row_gets_one_line() {
    assertThat(Screen.lines(rows("host", 5), List.of(NEW), new TerminalSize(1, 80))).hasSize(1);
  }

  private static List<String> rows(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + " " + i).toList();
  }

  @SafeVarargs
  private static List<String> join(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
