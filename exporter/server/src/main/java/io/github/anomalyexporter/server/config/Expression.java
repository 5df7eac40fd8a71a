package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.yaml.LabelName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * PromQL with placeholders, which are replaced by the detector's settings:
 *
 * <ul>
 *   <li>{@code $selector}: the detector's label matchers, may be empty; PromQL allows the preceding
 *       comma to stay: <code>{mode="idle", }</code>
 *   <li>{@code $identity}: its identity labels: {@code instance, job}
 *   <li>{@code $scope}: the identity labels except instance and job, each after a comma, so that
 *       {@code on (host$scope)} becomes {@code on (host, cluster)}
 *   <li>{@code $rate_window}: a duration, {@code 1m}
 * </ul>
 *
 * Groups of {@code label_replace}, {@code $1} or <code>${name}</code>, stay unchanged.
 */
public final class Expression {
  /** For messages. */
  static final String PLACEHOLDER_LIST = "$selector, $identity, $scope and $rate_window";

  static final Set<String> PLACEHOLDERS = Set.of("selector", "identity", "scope", "rate_window");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$([a-zA-Z_][a-zA-Z0-9_]*)");

  /** In characters; the longest expression of the built-in preset has some hundred. */
  static final int LONGEST = 20_000;

  private Expression() {}

  /**
   * Returns the expression with its placeholders replaced.
   *
   * @param selector label matchers without braces, may be empty
   * @throws IllegalArgumentException for a placeholder that does not exist
   */
  public static String render(
      String template, String selector, List<String> identityLabels, Duration rateWindow) {
    String identity = LabelName.promql(identityLabels);
    String scope =
        identityLabels.stream()
            .filter(label -> !label.equals("instance") && !label.equals("job"))
            .map(label -> ", " + LabelName.promql(label))
            .collect(Collectors.joining());
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    switch (match.group(1)) {
                      case "selector" -> selector;
                      case "identity" -> identity;
                      case "scope" -> scope;
                      case "rate_window" -> PrometheusDuration.format(rateWindow);
                      default ->
                          throw new IllegalArgumentException(
                              "unknown placeholder $" + match.group(1));
                    }));
  }

  /**
   * Returns the expression with these names replaced; other placeholders stay.
   *
   * @return empty if it would be longer than {@link #LONGEST}: nested definitions can grow
   *     exponentially
   */
  static Optional<String> expand(String template, Map<String, String> definitions) {
    UnaryOperator<String> filledIn = name -> definitions.getOrDefault(name, "$" + name);
    return length(template, filledIn) > LONGEST
        ? Optional.empty()
        : Optional.of(
            PLACEHOLDER
                .matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(filledIn.apply(match.group(1)))));
  }

  /** Returns the length of the expanded expression without creating it. */
  static long length(String template, UnaryOperator<String> filledIn) {
    return template.length()
        + PLACEHOLDER
            .matcher(template)
            .results()
            .mapToLong(
                match -> (long) filledIn.apply(match.group(1)).length() - match.group().length())
            .sum();
  }

  /** Returns the first unknown placeholder, without its dollar sign. */
  static Optional<String> unknownPlaceholder(String template) {
    return PLACEHOLDER
        .matcher(template)
        .results()
        .map((MatchResult match) -> match.group(1))
        .filter(name -> !PLACEHOLDERS.contains(name))
        .findFirst();
  }
}
