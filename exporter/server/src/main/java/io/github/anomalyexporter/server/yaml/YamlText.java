package io.github.anomalyexporter.server.yaml;

import java.util.Locale;
import java.util.regex.Pattern;

/** Writes values as YAML. */
public final class YamlText {
  /** Text that YAML reads as a string without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_/-]*+");

  /** Words that YAML, in one of its versions, does not read as strings. */
  private static final Pattern WORD =
      Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|nan|inf");

  private YamlText() {}

  /** Returns a text on one line, with quotes where YAML needs them. */
  public static String scalar(String text) {
    if (PLAIN.matcher(text).matches() && !WORD.matcher(text).matches()) {
      return text;
    }
    return text.codePoints().allMatch(YamlText::isPrinted)
        ? "'" + text.replace("'", "''") + "'"
        : escaped(text);
  }

  /** Whether YAML reads a character in single quotes as it is; a line break would be folded. */
  static boolean isPrinted(int character) {
    return character >= ' '
        && character != 0x7f
        && character != 0x85
        && character != 0x2028
        && character != 0x2029
        && character != 0xfeff;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                escaped.append('\\').appendCodePoint(c);
              } else if (isPrinted(c)) {
                escaped.appendCodePoint(c);
              } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return escaped.append('"').toString();
  }
}
