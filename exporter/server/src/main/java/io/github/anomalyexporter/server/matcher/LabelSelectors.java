package io.github.anomalyexporter.server.matcher;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Selectors of untrusted text in the syntax of PromQL, <code>{job="node", instance=~"web-.*"}
 * </code>: labels match if they match all matchers of one of the selectors. The regular expressions
 * are those of RE2 and match the whole value. Equal selectors have the same texts. Immutable.
 */
public final class LabelSelectors {
  /** Selectors that all labels match. */
  public static final LabelSelectors ALL = new LabelSelectors(List.of());

  /**
   * Total size of the regular expressions: matching takes this many steps for each character of a
   * label of each instance. Room for a hundred host names.
   */
  static final int MOST_STEPS = 2_000;

  private static final Pattern MATCHER =
      Pattern.compile(
          "\\s*+([a-zA-Z_][a-zA-Z0-9_]*+|"
              + QuotedText.SYNTAX
              + ")\\s*+(=~|!~|!=|=)\\s*+("
              + QuotedText.SYNTAX
              + ")\\s*+(?:,|$)");

  private static final String EXPECTED =
      "expected label matchers such as {job=\"node\", instance=~\"web-.*\"}, found ";

  private final List<String> texts;
  private final List<List<Condition>> selectors = new ArrayList<>();
  private int steps;

  private LabelSelectors(List<String> texts) {
    this.texts = List.copyOf(texts);
  }

  /** A condition on the value of one label; the value of an absent label is empty. */
  private record Condition(String label, Predicate<String> holds) {}

  /**
   * Parses selectors; braces may be omitted.
   *
   * @param texts without any, all labels match
   * @throws IllegalArgumentException with the expectation and the text found, if one is invalid
   */
  public static LabelSelectors parse(List<String> texts) {
    LabelSelectors parsed = new LabelSelectors(texts);
    texts.forEach(text -> parsed.selectors.add(parsed.conditions(text)));
    return parsed;
  }

  /**
   * Returns selectors that match whatever one of these matches, without a bound on their size in
   * all.
   */
  public static LabelSelectors anyOf(List<LabelSelectors> all) {
    if (all.stream().anyMatch(LabelSelectors::matchesAll)) {
      return ALL;
    }
    LabelSelectors joined =
        new LabelSelectors(all.stream().flatMap(each -> each.texts.stream()).toList());
    all.forEach(each -> joined.selectors.addAll(each.selectors));
    return joined;
  }

  /** Returns whether there is no selector. */
  public boolean matchesAll() {
    return selectors.isEmpty();
  }

  private List<Condition> conditions(String text) {
    String inner = text.strip();
    if (inner.startsWith("{") && inner.endsWith("}") && inner.length() > 1) {
      inner = inner.substring(1, inner.length() - 1).strip();
    }
    List<Condition> conditions = new ArrayList<>();
    Matcher matcher = MATCHER.matcher(inner);
    int end = 0;
    while (end < inner.length()) {
      matcher.region(end, inner.length());
      if (!matcher.lookingAt()) {
        throw new IllegalArgumentException(EXPECTED + "'" + inner.substring(end) + "'");
      }
      conditions.add(
          condition(matcher.group(1), matcher.group(2), QuotedText.text(matcher.group(3))));
      end = matcher.end();
    }
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException(EXPECTED + "'" + text + "'");
    }
    return conditions;
  }

  private Condition condition(String name, String operator, String value) {
    String label =
        Character.isLetter(name.charAt(0)) || name.startsWith("_") ? name : QuotedText.text(name);
    return switch (operator) {
      case "=" -> new Condition(label, value::equals);
      case "!=" -> new Condition(label, found -> !value.equals(found));
      default -> {
        BoundedExpression expression = expression(value);
        boolean expected = operator.equals("=~");
        yield new Condition(
            label, found -> expression.test(found).filter(it -> it == expected).isPresent());
      }
    };
  }

  private BoundedExpression expression(String text) {
    BoundedExpression expression =
        BoundedExpression.of(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expected a regular expression of RE2, found '" + text + "'"));
    steps += expression.steps();
    if (steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          "expected regular expressions of at most %s steps in all, found %s"
              .formatted(MOST_STEPS, steps));
    }
    return expression;
  }

  /**
   * Returns whether labels match.
   *
   * @param labels value by name, empty for an absent label
   */
  public boolean matches(UnaryOperator<String> labels) {
    return selectors.isEmpty()
        || selectors.stream()
            .anyMatch(
                all -> all.stream().allMatch(it -> it.holds().test(labels.apply(it.label()))));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelSelectors selected && texts.equals(selected.texts);
  }

  @Override
  public int hashCode() {
    return texts.hashCode();
  }

  /** Returns the texts. */
  @Override
  public String toString() {
    return texts.toString();
  }
}
