package io.github.anomalyexporter.server.config;

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
 * PromQL with placeholders, which the detector's settings fill in:
 *
 * <ul>
 *   <li>{@code $selector}: the detector's label matchers, nothing where it has none; PromQL allows
 *       the comma before it to stay: <code>{mode="idle", }</code>
 *   <li>{@code $identity}: its identity labels: {@code instance, job}
 *   <li>{@code $scope}: those that say where an instance is and not which: all but instance and
 *       job, each after a comma, so that {@code on (host$scope)} becomes {@code on (host, cluster)}
 *   <li>{@code $rate_window}: a duration, {@code 1m}
 * </ul>
 *
 * What {@code label_replace} knows as {@code $1} or <code>${name}</code> is left as it is.
 */
public final class Expression {
  /** For messages. */
  static final String PLACEHOLDER_LIST = "$selector, $identity, $scope and $rate_window";

  static final Set<String> PLACEHOLDERS = Set.of("selector", "identity", "scope", "rate_window");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$([a-zA-Z_][a-zA-Z0-9_]*)");

  /** In characters; the longest one of the built-in preset has some hundred. */
  static final int LONGEST = 20_000;

  private Expression() {}

  /**
   * The expression with its placeholders filled in.
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
                              "no placeholder is named $" + match.group(1));
                    }));
  }

  /**
   * The expression with these names filled in; other placeholders stay.
   *
   * @return empty where it would be longer than {@link #LONGEST}: definitions that contain others
   *     several times grow without bound
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

  /** How long an expression becomes, without making it. */
  static long length(String template, UnaryOperator<String> filledIn) {
    return template.length()
        + PLACEHOLDER
            .matcher(template)
            .results()
            .mapToLong(
                match -> (long) filledIn.apply(match.group(1)).length() - match.group().length())
            .sum();
  }

  /** The first placeholder, without its dollar sign, that does not exist. */
  static Optional<String> unknownPlaceholder(String template) {
    return PLACEHOLDER
        .matcher(template)
        .results()
        .map((MatchResult match) -> match.group(1))
        .filter(name -> !PLACEHOLDERS.contains(name))
        .findFirst();
  }
}
