package io.github.anomalyexporter.server.alertmanager;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.regex.MatchResult;

/**
 * A regular expression that others wrote, in the syntax of RE2: RE2/J needs time linear in the
 * length of the text, whatever the expression. What it does not limit, and Go's regexp does, is
 * limited here: the size that repetitions swell an expression to, and its depth. Immutable.
 */
final class ForeignExpression {
  /** Room for a thousand host names; one written by hand has some tens. */
  private static final int LARGEST_PROGRAM = 10_000;

  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

  /**
   * An estimate from above, since repetitions beside each other are taken as nested: with less room
   * than this an expression of six times {1,3} would be refused. To compile as much takes some MB.
   */
  private static final double LARGEST_ESTIMATE = 20.0 * LARGEST_PROGRAM;

  private final Pattern pattern;

  private ForeignExpression(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Empty for one that is wrong or too large. */
  static Optional<ForeignExpression> of(String expression) {
    if (expression.length() * repetitions(expression) > LARGEST_ESTIMATE) {
      return Optional.empty();
    }
    try {
      // As Alertmanager writes it, so that even a|b and (?i) mean what they mean there.
      Pattern pattern = Pattern.compile("^(?:" + expression + ")$");
      return pattern.programSize() > LARGEST_PROGRAM
          ? Optional.empty()
          : Optional.of(new ForeignExpression(pattern));
    } catch (PatternSyntaxException | StackOverflowError e) {
      // RE2/J goes as deep as the expression is nested.
      return Optional.empty();
    }
  }

  /** The size of the compiled program: memory, and time for each character, are in proportion. */
  int steps() {
    return pattern.programSize();
  }

  /** How often a part of the expression is repeated at most: as if each were within the others. */
  private static double repetitions(String expression) {
    return REPETITION
        .matcher(expression)
        .results()
        .mapToDouble(ForeignExpression::most)
        .reduce(1, (a, b) -> a * b);
  }

  private static double most(MatchResult repetition) {
    String last = repetition.group(2);
    double least = Double.parseDouble(repetition.group(1));
    return Math.max(1, last == null || last.isEmpty() ? least : Double.parseDouble(last));
  }

  /** Whether it matches the whole text; empty where the expression is too deep to tell. */
  Optional<Boolean> test(String text) {
    try {
      return Optional.of(pattern.matcher(text).find());
    } catch (StackOverflowError e) {
      return Optional.empty();
    }
  }
}
