package io.github.anomalyexporter.testing.watch;

import io.github.anomalyexporter.testing.telegram.Phone;
import java.util.ArrayList;
import java.util.List;

/** Fits the table and the phone below it into the rows and columns of a terminal. */
final class Screen {
  /** Rows reserved for the newest message, even if the table would fill the terminal. */
  private static final int ROWS_OF_NEWEST_MESSAGE = 9;

  private Screen() {}

  /**
   * Returns the table, then the newest message and, if there is room, older messages. A table or a
   * newest message that is too long is cut at its end.
   *
   * @param messages the oldest first, each as the lines of a {@link Phone}
   * @return lines that fit, the last row left free for the cursor
   */
  static List<String> lines(
      List<String> table, List<List<String>> messages, TerminalSize terminal) {
    int rows = Math.max(1, terminal.rows() - 1);
    List<String> newest =
        messages.isEmpty() ? List.of() : fit(messages.get(messages.size() - 1), terminal);
    int reserved = Math.min(newest.size(), Math.min(ROWS_OF_NEWEST_MESSAGE, rows / 2));
    List<String> lines = new ArrayList<>();
    for (String line : firstLines(table, rows - reserved)) {
      lines.add(TerminalText.cut(line, terminal.columns()));
    }
    lines.addAll(phone(messages, newest, rows - lines.size(), terminal));
    return lines;
  }

  private static List<String> phone(
      List<List<String>> messages, List<String> newest, int rows, TerminalSize terminal) {
    List<String> lines = new ArrayList<>(firstLines(newest, rows));
    for (int i = messages.size() - 2; i >= 0; i--) {
      List<String> message = fit(messages.get(i), terminal);
      if (lines.size() + message.size() > rows) {
        break;
      }
      lines.addAll(0, message);
    }
    return lines;
  }

  private static List<String> fit(List<String> message, TerminalSize terminal) {
    return message.stream()
        .flatMap(line -> TerminalText.wrap(line, margin(line), terminal.columns()).stream())
        .toList();
  }

  private static String margin(String line) {
    return line.startsWith(Phone.MARGIN) ? Phone.MARGIN : "";
  }

  /** Returns all lines, or the first lines and an ellipsis. */
  private static List<String> firstLines(List<String> lines, int rows) {
    if (lines.size() <= rows) {
      return lines;
    }
    if (rows == 0) {
      return List.of();
    }
    List<String> first = new ArrayList<>(lines.subList(0, rows - 1));
    first.add("…");
    return first;
  }
}
