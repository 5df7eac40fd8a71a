package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.matcher.BoundedExpression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Regular expressions of all known silences, compiled once within a total budget: each expression
 * is bounded, but thousands of expressions would exhaust the memory and take minutes to match.
 * Immutable after construction; safe for use by several threads.
 */
final class CompiledExpressions {
  /**
   * Total size: ten lists of a thousand host names each, or some thousand handwritten expressions.
   */
  static final int MOST_STEPS = 100_000;

  /** Total size of all compiled expressions, including expressions that proved too large. */
  private static final int MOST_COMPILED_STEPS = 10 * MOST_STEPS;

  private final Map<String, Optional<BoundedExpression>> byText = new HashMap<>();
  private int steps;
  private int compiledSteps;

  private CompiledExpressions() {}

  /** Compiles the expressions of these silences; only of the first silences if not all fit. */
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

  private Optional<BoundedExpression> compile(String text) {
    if (compiledSteps > MOST_COMPILED_STEPS) {
      return Optional.empty();
    }
    Optional<BoundedExpression> compiled = BoundedExpression.of(text);
    // A refused expression counts with its length: compiling it took at least as much.
    compiledSteps += compiled.map(BoundedExpression::steps).orElse(text.length());
    Optional<BoundedExpression> fitting =
        compiled.filter(expression -> expression.steps() <= MOST_STEPS - steps);
    steps += fitting.map(BoundedExpression::steps).orElse(0);
    return fitting;
  }

  /** Returns a compiled expression; empty if it is invalid, too large or outside the budget. */
  Optional<BoundedExpression> get(String text) {
    return byText.getOrDefault(text, Optional.empty());
  }
}
