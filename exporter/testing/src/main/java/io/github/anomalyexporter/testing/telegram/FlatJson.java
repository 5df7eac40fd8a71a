package io.github.anomalyexporter.testing.telegram;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a JSON object whose values are strings, numbers, booleans or null. The JDK has no JSON
 * parser, and the requests of Telegram's clients need no more.
 */
final class FlatJson {
  private static final String STRING = "\"((?:[^\"\\\\\\x00-\\x1f]|\\\\.)*+)\"";
  private static final Pattern MEMBER =
      Pattern.compile(
          "\\s*" + STRING + "\\s*:\\s*(?:" + STRING + "|(-?[0-9.eE+-]+|true|false|null))\\s*");
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|([\"\\\\/bfnrt])|.)");

  private FlatJson() {}

  /**
   * Returns the members of an object, in their order; numbers, booleans and null as text.
   *
   * @throws BadRequestException if the text is not such an object
   */
  static Map<String, String> parse(String json) throws BadRequestException {
    String text = json.strip();
    if (!text.startsWith("{") || !text.endsWith("}") || text.length() < 2) {
      throw malformed();
    }
    String inner = text.substring(1, text.length() - 1);
    Map<String, String> members = new LinkedHashMap<>();
    Matcher member = MEMBER.matcher(inner);
    int position = 0;
    while (!inner.isBlank() && position <= inner.length()) {
      if (!member.find(position) || member.start() != position) {
        throw malformed();
      }
      String string = member.group(2);
      members.put(unescape(member.group(1)), string != null ? unescape(string) : member.group(3));
      if (member.end() < inner.length() && inner.charAt(member.end()) != ',') {
        throw malformed();
      }
      position = member.end() + 1;
    }
    return members;
  }

  private static String unescape(String string) throws BadRequestException {
    StringBuilder text = new StringBuilder();
    Matcher escape = ESCAPE.matcher(string);
    while (escape.find()) {
      escape.appendReplacement(text, "");
      if (escape.group(1) != null) {
        text.append((char) Integer.parseInt(escape.group(1), 16));
      } else if (escape.group(2) != null) {
        text.append(unescape(escape.group(2).charAt(0)));
      } else {
        throw malformed();
      }
    }
    return escape.appendTail(text).toString();
  }

  private static char unescape(char letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  private static BadRequestException malformed() {
    return new BadRequestException("Bad Request: can't parse request JSON object");
  }
}
