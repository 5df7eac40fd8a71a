package io.github.anomalyexporter.testing.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lines of text with a terminal's escape sequences, made to fit its width. */
final class TerminalText {
  /** Bold type and colours, and the hyperlinks of OSC 8. */
  private static final Pattern ESCAPE =
      Pattern.compile("\u001b\\[[0-9;]*m|\u001b]8;[^\u001b]*\u001b\\\\");

  /** Symbols, emoji and East Asian scripts begin here; each takes two columns, or is thought to. */
  private static final int FIRST_WIDE = 0x2600;

  private static final String ELLIPSIS = "…";

  private TerminalText() {}

  /** The text alone. */
  static String plain(String line) {
    return ESCAPE.matcher(line).replaceAll("");
  }

  /** How many columns the line takes, or a few more. */
  static int width(String line) {
    return plain(line).codePoints().map(c -> c < FIRST_WIDE ? 1 : 2).sum();
  }

  /** The line; if it is too long, what fits of its text, with an ellipsis. */
  static String cut(String line, int columns) {
    return width(line) <= columns ? line : start(plain(line), columns - 1) + ELLIPSIS;
  }

  /**
   * The line; if it is too long, its text on several lines, broken at spaces where there are any.
   *
   * @param margin how the line begins, and each further one
   */
  static List<String> wrap(String line, String margin, int columns) {
    if (width(line) <= columns) {
      return List.of(line);
    }
    List<String> lines = new ArrayList<>();
    String rest = plain(line).substring(margin.length());
    while (width(margin + rest) > columns) {
      String start = start(rest, Math.max(2, columns - margin.length()));
      // A line may end at the space that does not fit any more.
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

  /** As much of the text as fits, never half of a character. */
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
