package io.github.anomalyexporter.server.alertmanager;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Condition of a silence on one label, as defined by Alertmanager.
 *
 * @param isRegex whether the value is a regular expression in RE2 syntax that must match the whole
 *     label value
 * @param isEqual true if the label must match, false if it must not match
 */
record LabelMatcher(String name, String value, boolean isRegex, boolean isEqual) {
  /**
   * Returns a predicate on label values; an absent label has the empty value.
   *
   * @param expressions compiled expressions of the known silences
   * @return empty if the value is a regular expression that cannot be used
   */
  Optional<Predicate<String>> condition(CompiledExpressions expressions) {
    if (!isRegex) {
      return Optional.of(text -> value.equals(text) == isEqual);
    }
    return expressions
        .get(value)
        .map(expression -> text -> expression.test(text).filter(it -> it == isEqual).isPresent());
  }
}
