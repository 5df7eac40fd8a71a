package io.github.anomalyexporter.server.config;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of labels: the classic ones, and those in UTF-8 that Prometheus takes from version 3 on and
 * that PromQL wants in quotes.
 */
public final class LabelName {
  static final Pattern CLASSIC = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*+");

  private LabelName() {}

  /** Whether PromQL takes it without quotes, and every version of Prometheus. */
  public static boolean isClassic(String name) {
    return CLASSIC.matcher(name).matches();
  }

  /** Whether it is one: not empty, and text that UTF-8 can write. */
  static boolean isValid(String name) {
    return !name.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }

  /**
   * The name as {@code /metrics} shows it to a scraper that does not take names in UTF-8: each
   * other character is an underscore.
   */
  static String underscored(String name) {
    String replaced = name.replaceAll("[^a-zA-Z0-9_]", "_");
    return isClassic(replaced) ? replaced : "_" + replaced.substring(1);
  }

  /** The name as PromQL takes it, in quotes where it needs them. */
  public static String promql(String name) {
    return isClassic(name)
        ? name
        : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** Several names as in {@code by (...)}: with commas between them. */
  public static String promql(Collection<String> names) {
    return names.stream().map(LabelName::promql).collect(Collectors.joining(", "));
  }
}
