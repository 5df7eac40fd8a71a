package io.github.anomalyexporter.testing.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Fits lines of text with escape sequences to the width of a terminal. */
final class TerminalText {
  /** Bold type and colours, and the hyperlinks of OSC 8. */
  private static final Pattern ESCAPE =
      Pattern.compile("\u001b\\[[0-9;]*m|\u001b]8;[^\u001b]*\u001b\\\\");

  /** Symbols, emoji and East Asian scripts begin here; each is counted as two columns. */
  private static final int FIRST_WIDE = 0x2600;

  private static final String ELLIPSIS = "…";

  private TerminalText() {}

  /** The text alone. */
  static String plain(String line) {
    return ESCAPE.matcher(line).replaceAll("");
  }

  /** Returns the number of columns of a line, or a few more. */
  static int width(String line) {
    return plain(line).codePoints().map(c -> c < FIRST_WIDE ? 1 : 2).sum();
  }

  /** Returns a line; if it is too long, the part of its text that fits, with an ellipsis. */
  static String cut(String line, int columns) {
    return width(line) <= columns ? line : start(plain(line), columns - 1) + ELLIPSIS;
  }

  /**
   * Returns a line; if it is too long, its text on several lines, broken at spaces if possible.
   *
   * @param margin prefix of the line and of each further line
   */
  static List<String> wrap(String line, String margin, int columns) {
    if (width(line) <= columns) {
      return List.of(line);
    }
    List<String> lines = new ArrayList<>();
    String rest = plain(line).substring(margin.length());
    while (width(margin + rest) > columns) {
      String start = start(rest, Math.max(2, columns - margin.length()));
      // A line may end at a space that does not fit.
      int space = rest.lastIndexOf(' ', start.length());
      String first = space > 0 ? rest.substring(0, space) : start;
      lines.add(margin + first);
      rest = rest.substring(first.length()).stripLeading();
    }
    if (!rest.isEmpty()) {
      lines.add(margin + rest);
    }
    return lines;
  }

  /** Returns the part of the text that fits, without splitting a character. */
  private static String start(String text, int columns) {
    int width = 0;
    int end = 0;
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      width += width(text.substring(end, next));
      if (width > columns) {
        break;
      }
      end = next;
    }
    return text.substring(0, end);
  }
}
