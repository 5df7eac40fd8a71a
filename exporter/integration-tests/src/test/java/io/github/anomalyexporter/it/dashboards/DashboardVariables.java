package io.github.anomalyexporter.it.dashboards;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that a reader has chosen, and those that Grafana itself puts in. */
final class DashboardVariables {
  static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?::\\w+)?})");

  private final Map<String, String> values =
      new HashMap<>(Map.of("__rate_interval", "1m", "__range", "15m", "__interval", "15s"));

  void choose(String name, String value) {
    values.put(name, value);
  }

  /** An expression with all variables replaced; one that is not known is an error. */
  String substitute(String expression) {
    return REFERENCE.matcher(expression).replaceAll(it -> Matcher.quoteReplacement(value(it)));
  }

  private String value(MatchResult reference) {
    String name = name(reference);
    String value = values.get(name);
    if (value == null) {
      throw new AssertionError("there is no variable " + name);
    }
    return value;
  }

  /** The name of the variable in a match of {@link #REFERENCE}. */
  static String name(MatchResult reference) {
    return reference.group(1) == null ? reference.group(2) : reference.group(1);
  }
}
