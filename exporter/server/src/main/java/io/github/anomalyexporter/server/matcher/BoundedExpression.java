package io.github.anomalyexporter.server.matcher;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.regex.MatchResult;

/**
 * Untrusted regular expression in RE2 syntax. RE2/J matches in time linear in the length of the
 * text for any expression. This class adds the limits of Go's regexp that RE2/J lacks: the size of
 * expanded repetitions and the nesting depth. Immutable.
 */
public final class BoundedExpression {
  /** Room for a thousand host names; handwritten expressions have some tens. */
  private static final int LARGEST_PROGRAM = 10_000;

  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

  /**
   * Limit of an upper estimate that treats all repetitions as nested: a lower limit would refuse an
   * expression with six times {1,3}. Compiling an expression of this size takes some MB.
   */
  private static final double LARGEST_ESTIMATE = 20.0 * LARGEST_PROGRAM;

  private final Pattern pattern;

  private BoundedExpression(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Compiles an expression; empty if it is invalid or too large. */
  public static Optional<BoundedExpression> of(String expression) {
    if (expression.length() * repetitions(expression) > LARGEST_ESTIMATE) {
      return Optional.empty();
    }
    try {
      // Anchored as in Alertmanager, so that a|b and (?i) have the same meaning.
      Pattern pattern = Pattern.compile("^(?:" + expression + ")$");
      return pattern.programSize() > LARGEST_PROGRAM
          ? Optional.empty()
          : Optional.of(new BoundedExpression(pattern));
    } catch (PatternSyntaxException | StackOverflowError e) {
      // RE2/J recurses to the nesting depth of the expression.
      return Optional.empty();
    }
  }

  /**
   * Returns the size of the compiled program, proportional to its memory and to the time per
   * character.
   */
  public int steps() {
    return pattern.programSize();
  }

  /**
   * Returns an upper bound of the repetitions of a part of the expression, as if all were nested.
   */
  private static double repetitions(String expression) {
    return REPETITION
        .matcher(expression)
        .results()
        .mapToDouble(BoundedExpression::most)
        .reduce(1, (a, b) -> a * b);
  }

  private static double most(MatchResult repetition) {
    String last = repetition.group(2);
    double least = Double.parseDouble(repetition.group(1));
    return Math.max(1, last == null || last.isEmpty() ? least : Double.parseDouble(last));
  }

  /** Returns whether the whole text matches; empty if the expression is too deep to evaluate. */
  public Optional<Boolean> test(String text) {
    try {
      return Optional.of(pattern.matcher(text).find());
    } catch (StackOverflowError e) {
      return Optional.empty();
    }
  }
}
