package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.yaml.LabelName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Syntax of label matchers between the braces of a PromQL selector. Quoted names, accepted by
 * Prometheus from version 3 on, may be any text.
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

  /** Returns the matchers without braces and trailing comma; empty if the text is invalid. */
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
