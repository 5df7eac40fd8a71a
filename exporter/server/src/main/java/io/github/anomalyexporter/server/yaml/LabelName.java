package io.github.anomalyexporter.server.yaml;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Label names: classic names, and UTF-8 names, which Prometheus accepts from version 3 on and which
 * PromQL requires in quotes.
 */
public final class LabelName {
  public static final Pattern CLASSIC = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*+");

  private LabelName() {}

  /**
   * Returns whether every version of Prometheus accepts the name and PromQL accepts it without
   * quotes.
   */
  public static boolean isClassic(String name) {
    return CLASSIC.matcher(name).matches();
  }

  /** Returns whether the name is not empty and can be encoded in UTF-8. */
  public static boolean isValid(String name) {
    return !name.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }

  /**
   * Returns the name as exported to scrapers without UTF-8 support: other characters become
   * underscores.
   */
  public static String underscored(String name) {
    String replaced = name.replaceAll("[^a-zA-Z0-9_]", "_");
    return isClassic(replaced) ? replaced : "_" + replaced.substring(1);
  }

  /** Returns the name in PromQL syntax, in quotes if required. */
  public static String promql(String name) {
    return isClassic(name)
        ? name
        : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** Returns several names separated by commas, as in {@code by (...)}. */
  public static String promql(Collection<String> names) {
    return names.stream().map(LabelName::promql).collect(Collectors.joining(", "));
  }
}
