package io.github.anomalyexporter.server.matcher;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** String literals of PromQL. */
final class QuotedText {
  /** In double quotes, single quotes, or backticks, in which a backslash is a backslash. */
  static final String SYNTAX =
      "(?:\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"|'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+'|`[^`]*+`)";

  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", Pattern.DOTALL);

  private static final Map<String, String> SHORT =
      Map.of(
          "a", "\u0007", "b", "\b", "f", "\f", "n", "\n", "r", "\r", "t", "\t", "v", "\u000b", "\\",
          "\\", "\"", "\"", "'", "'");

  private QuotedText() {}

  /**
   * Returns the text of a literal.
   *
   * @param literal with its quotes, of {@link #SYNTAX}
   * @throws IllegalArgumentException for an escape that PromQL does not have, or that has the code
   *     of a byte and not of a character
   */
  static String text(String literal) {
    String inner = literal.substring(1, literal.length() - 1);
    return literal.startsWith("`")
        ? inner
        : ESCAPE.matcher(inner).replaceAll(escape -> Matcher.quoteReplacement(text(escape)));
  }

  private static String text(MatchResult escape) {
    if (escape.group(3) != null) {
      String text = SHORT.get(escape.group(3));
      if (text == null) {
        throw new IllegalArgumentException(
            "expected an escape such as \\\\, \\n or \\u00e9, found " + escape.group());
      }
      return text;
    }
    String digits = escape.group(1) == null ? escape.group(2) : escape.group(1);
    int code = Integer.parseUnsignedInt(digits, 16);
    if (!Character.isValidCodePoint(code)) {
      throw new IllegalArgumentException("expected a character, found " + escape.group());
    }
    return Character.toString(code);
  }
}
