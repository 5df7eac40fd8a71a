package io.github.anomalyexporter.server.alertmanager;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The regular expressions of all known silences, compiled once, within a budget for all together:
 * each alone has a bound, but thousands of them would still take all memory, and minutes to try.
 * Immutable after construction; safe for use by several threads.
 */
final class CompiledExpressions {
  /** Ten lists of a thousand host names each, or some thousand expressions written by hand. */
  static final int MOST_STEPS = 100_000;

  /** Of those that were compiled, the ones that turned out to be too large included. */
  private static final int MOST_COMPILED_STEPS = 10 * MOST_STEPS;

  private final Map<String, Optional<ForeignExpression>> byText = new HashMap<>();
  private int steps;
  private int compiledSteps;

  private CompiledExpressions() {}

  /** The expressions of these silences; those of the first ones where not all fit. */
  static CompiledExpressions of(List<Silence> silences) {
    CompiledExpressions expressions = new CompiledExpressions();
    for (Silence silence : silences) {
      for (LabelMatcher matcher : silence.matchers()) {
        if (matcher.isRegex()) {
          expressions.byText.computeIfAbsent(matcher.value(), expressions::compile);
        }
      }
    }
    return expressions;
  }

  private Optional<ForeignExpression> compile(String text) {
    if (compiledSteps > MOST_COMPILED_STEPS) {
      return Optional.empty();
    }
    Optional<ForeignExpression> compiled = ForeignExpression.of(text);
    // What was refused is counted by its length: compiling it took at least as much.
    compiledSteps += compiled.map(ForeignExpression::steps).orElse(text.length());
    Optional<ForeignExpression> fitting =
        compiled.filter(expression -> expression.steps() <= MOST_STEPS - steps);
    steps += fitting.map(ForeignExpression::steps).orElse(0);
    return fitting;
  }

  /** Empty for one that is wrong, too large or beyond what fits. */
  Optional<ForeignExpression> get(String text) {
    return byText.getOrDefault(text, Optional.empty());
  }
}
