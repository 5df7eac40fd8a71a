package io.github.anomalyexporter.server.alertmanager;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A condition of a silence on one label, as Alertmanager has it.
 *
 * @param isRegex whether the value is a regular expression in the syntax of RE2, for the whole
 *     value of the label
 * @param isEqual whether the label has to match, rather than must not
 */
record LabelMatcher(String name, String value, boolean isRegex, boolean isEqual) {
  /**
   * The condition, ready to be tried on values; a label that is absent has the empty one.
   *
   * @param expressions those of the silences that are known
   * @return empty where the value is a regular expression that cannot be used
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
