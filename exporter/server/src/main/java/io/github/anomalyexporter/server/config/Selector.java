package io.github.anomalyexporter.server.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The syntax of label matchers as they stand between the braces of a PromQL selector. A name in
 * quotes, as Prometheus takes it from version 3 on, may be any text.
 */
final class Selector {
  private static final String QUOTED =
      "(?:\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+'|`[^`]*+`)";
  private static final String MATCHER =
      "\\s*+(?:"
          + LabelName.CLASSIC
          + "|"
          + QUOTED
          + ")\\s*+(?:=~|!~|!=|=)\\s*+"
          + QUOTED
          + "\\s*+";
  private static final Pattern MATCHERS =
      Pattern.compile("(?:" + MATCHER + "(?:," + MATCHER + ")*+,?+\\s*+)?+");

  private Selector() {}

  /** The matchers without braces around or a comma behind them, or empty where they are none. */
  static Optional<String> matchers(String text) {
    String inner = text.strip();
    if (inner.startsWith("{") && inner.endsWith("}") && inner.length() > 1) {
      inner = inner.substring(1, inner.length() - 1).strip();
    }
    if (!MATCHERS.matcher(inner).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        inner.endsWith(",") ? inner.substring(0, inner.length() - 1).strip() : inner);
  }
}
