package io.github.anomalyexporter.server.yaml;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.secret.Secret;
import io.github.anomalyexporter.server.yaml.Node.Entry;
import io.github.anomalyexporter.server.yaml.Node.Mapping;
import io.github.anomalyexporter.server.yaml.Node.Scalar;
import io.github.anomalyexporter.server.yaml.Node.ScalarType;
import io.github.anomalyexporter.server.yaml.Node.Sequence;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Value of the configuration, present or not, with its position. Conversions return empty if the
 * value is absent, and also, after reporting the problem, if it has another type or is out of
 * bounds. Therefore {@code orElse(DEFAULT)} applies in both cases, and reading continues.
 */
public final class Value {
  /** Maximum number of items of a list or mapping. */
  static final int MOST_ITEMS = 1_000;

  private final Reading reading;
  private final String path;
  private final int line;
  private final @Nullable Node node;

  /**
   * @param line line of the value, or of its parent if absent
   */
  public Value(Reading reading, String path, int line, @Nullable Node node) {
    this.reading = reading;
    this.path = path;
    this.line = line;
    this.node = node;
  }

  public boolean isPresent() {
    return node != null;
  }

  public boolean isList() {
    return node instanceof Sequence;
  }

  public boolean isMapping() {
    return node instanceof Mapping;
  }

  /**
   * Reports a value that is missing, of another type or otherwise invalid. The message contains the
   * value; must not be used for secrets.
   */
  public void problem(String expectation) {
    problem(kindOf(ProblemKind.INVALID_VALUE), expectation);
  }

  /** Reports a value. The message contains the value; must not be used for secrets. */
  public void problem(ProblemKind kind, String expectation) {
    problem(kind, expectation, shown());
  }

  /**
   * Reserves space for an expression of this value; reports a problem if the total length of all
   * expressions exceeds the limit.
   */
  public boolean fits(long characters) {
    boolean fits = reading.take(characters);
    if (!fits) {
      problem(
          ProblemKind.OUT_OF_RANGE,
          "expressions of at most %s characters in total with definitions and placeholders expanded"
              .formatted(Reading.MOST_EXPRESSIONS),
          "more");
    }
    return fits;
  }

  public void problem(ProblemKind kind, String expectation, String found) {
    reading.problem(path, line, kind, expectation, found);
  }

  /** Returns the kind of a problem of this value, where {@code ofScalar} is that of a scalar. */
  private ProblemKind kindOf(ProblemKind ofScalar) {
    if (isEmpty()) {
      return ProblemKind.MISSING;
    }
    return node instanceof Scalar ? ofScalar : ProblemKind.WRONG_TYPE;
  }

  public Optional<String> string() {
    return ofText("a string", Optional::of);
  }

  /** Returns a string that matches the pattern, which the expectation describes. */
  public Optional<String> string(String expectation, String pattern) {
    return ofText(expectation, text -> Optional.of(text).filter(found -> found.matches(pattern)));
  }

  /** Returns a required string that is not blank. */
  public Optional<String> requiredString(String expectation) {
    if (node == null) {
      problem(expectation);
    }
    return ofText(expectation, text -> Optional.of(text).filter(found -> !found.isBlank()));
  }

  public Optional<String> labelName() {
    return ofText("a label name", text -> Optional.of(text).filter(LabelName::isValid));
  }

  public Optional<Pattern> pattern() {
    Optional<String> text = string();
    try {
      return text.map(Pattern::compile);
    } catch (PatternSyntaxException e) {
      problem(
          ProblemKind.INVALID_VALUE,
          "a regular expression",
          text.orElse("") + " (" + e.getDescription() + ")");
      return Optional.empty();
    }
  }

  public Optional<Secret> secret() {
    if (node != null) {
      reading.readAsSecret(node);
    }
    if (node instanceof Scalar scalar && !scalar.text().isEmpty()) {
      if (isPlaceholder(scalar)) {
        return Optional.empty();
      }
      return Optional.of(Secret.of(scalar.text()));
    }
    if (node != null) {
      problem(
          node instanceof Scalar ? ProblemKind.MISSING : ProblemKind.WRONG_TYPE,
          "a string that is not empty",
          node instanceof Scalar ? "nothing" : node.kind());
    }
    return Optional.empty();
  }

  public Optional<Duration> duration(Duration least, Duration most) {
    return duration("", least, most);
  }

  /** Returns a duration; empty for the given word. */
  public Optional<Duration> durationOr(String word, Duration least, Duration most) {
    return node instanceof Scalar scalar && scalar.text().equals(word)
        ? Optional.empty()
        : duration(word + " or ", least, most);
  }

  private Optional<Duration> duration(String alternative, Duration least, Duration most) {
    String bounds = PrometheusDuration.format(least) + " and " + PrometheusDuration.format(most);
    String expectation = alternative + "a duration between " + bounds;
    return ofText(expectation, PrometheusDuration::parse)
        .filter(
            found ->
                within(expectation, found.compareTo(least) >= 0 && found.compareTo(most) <= 0));
  }

  public Optional<Integer> integer(int least, int most) {
    return integer("", least, most);
  }

  /** Returns an integer; empty for the given word. */
  public Optional<Integer> integerOr(String word, int least, int most) {
    return node instanceof Scalar scalar && scalar.text().equals(word)
        ? Optional.empty()
        : integer(word + " or ", least, most);
  }

  private Optional<Integer> integer(String alternative, int least, int most) {
    String expectation = alternative + "an integer between " + least + " and " + most;
    return ofNumber(expectation, ScalarSyntax::integer)
        .filter(n -> within(expectation, n >= least && n <= most))
        .map(Math::toIntExact);
  }

  /** Returns an integer of 64 bits. */
  public Optional<Long> integer() {
    return ofNumber("an integer", ScalarSyntax::integer);
  }

  /** Returns a finite number that fulfils the predicate, which the expectation describes. */
  public Optional<Double> number(String expectation, DoublePredicate allowed) {
    return ofNumber(expectation, ScalarSyntax::decimal)
        .filter(n -> within(expectation, Double.isFinite(n) && allowed.test(n)));
  }

  /** Returns whether the value is within its limits; reports the value otherwise. */
  private boolean within(String expectation, boolean within) {
    if (!within) {
      problem(ProblemKind.OUT_OF_RANGE, expectation);
    }
    return within;
  }

  /** Returns a finite number above 0. */
  public Optional<Double> positive() {
    return number("a number above 0", n -> n > 0);
  }

  public Optional<Boolean> bool() {
    return scalar(
        "true or false",
        ProblemKind.WRONG_TYPE,
        scalar ->
            scalar.type() == ScalarType.BOOLEAN
                ? Optional.of(Boolean.parseBoolean(scalar.text()))
                : Optional.empty());
  }

  /** Returns an enum constant by its name in lower case. */
  public <E extends Enum<E>> Optional<E> choice(Class<E> type) {
    Map<String, E> choices = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      choices.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return choice(choices);
  }

  /** Returns one of the choices by name. */
  public <T> Optional<T> choice(Map<String, T> choices) {
    return scalar(
        "one of " + String.join(", ", choices.keySet()),
        ProblemKind.UNKNOWN_NAME,
        scalar -> Optional.ofNullable(choices.get(scalar.text())));
  }

  /**
   * Returns a URL with a host and one of these schemes; credentials are never shown in messages.
   */
  public Optional<URI> url(String expectation, String... schemes) {
    if (node == null) {
      return Optional.empty();
    }
    reading.readAsUrl(node);
    if (node instanceof Scalar scalar) {
      if (isPlaceholder(scalar)) {
        return Optional.empty();
      }
      Optional<URI> uri = ServerUrl.parse(scalar.text(), schemes);
      if (uri.isEmpty()) {
        problem(
            kindOf(ProblemKind.INVALID_VALUE),
            expectation,
            ScalarSyntax.shown(ServerUrl.redacted(scalar.text())));
      }
      return uri;
    }
    problem(ProblemKind.WRONG_TYPE, expectation, node.kind());
    return Optional.empty();
  }

  /** Returns a string without variables. */
  public Optional<String> literal() {
    return node instanceof Scalar scalar && isPlaceholder(scalar) ? Optional.empty() : string();
  }

  /** Returns a string without variables that matches the pattern. */
  public Optional<String> literal(String expectation, String pattern) {
    return node instanceof Scalar scalar && isPlaceholder(scalar)
        ? Optional.empty()
        : string(expectation, pattern);
  }

  /**
   * Reports a variable, which would be used literally: as a password it would fail only at the
   * server, and as a path it would create a directory of this name.
   */
  private boolean isPlaceholder(Scalar scalar) {
    boolean placeholder = ScalarSyntax.isPlaceholder(scalar.text());
    if (placeholder) {
      problem(
          ProblemKind.VARIABLE,
          "a literal value, because variables are not expanded (a secret can be in a file: password_file, bearer_token_file)",
          "a variable such as ${NAME}");
    }
    return placeholder;
  }

  /** Returns an unresolved path. */
  public Optional<Path> path() {
    if (node instanceof Scalar scalar && isPlaceholder(scalar)) {
      return Optional.empty();
    }
    return ofText("a path", ScalarSyntax::path);
  }

  /** Returns a path, resolved against the directory of the configuration. */
  public Optional<Path> file() {
    return path().map(found -> reading.directory().resolve(found));
  }

  /** Returns the items of a list; empty if absent. */
  public List<Value> items() {
    List<Value> values = new ArrayList<>();
    if (node instanceof Sequence sequence) {
      requireFew("items", sequence.items().size());
      for (Node item : sequence.items()) {
        values.add(new Value(reading, path + "[" + values.size() + "]", item.line(), item));
      }
    } else if (!isEmpty()) {
      problem(ProblemKind.WRONG_TYPE, "a list", kind());
    }
    return values;
  }

  /** Returns the items of a list of strings. */
  public List<String> strings() {
    return items().stream().flatMap(item -> item.string().stream()).toList();
  }

  /** Returns the items of a list of mappings with known keys. */
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    for (Value item : items()) {
      if (item.isMapping()) {
        sections.add(item.section());
      } else {
        item.problem(item.kindOf(ProblemKind.WRONG_TYPE), "a mapping", item.kind());
      }
    }
    return sections;
  }

  /** Returns the values of a mapping with arbitrary keys; empty if absent. */
  public Map<String, Value> map() {
    Map<String, Value> values = new LinkedHashMap<>();
    entries()
        .forEach(
            (key, entry) ->
                values.put(key, new Value(reading, path + "." + key, entry.line(), entry.value())));
    return values;
  }

  /** Returns a mapping with known keys; without entries if absent. */
  public Section section() {
    return new Section(reading, path, line, entries());
  }

  private void requireFew(String what, int found) {
    if (found > MOST_ITEMS) {
      problem(
          ProblemKind.OUT_OF_RANGE,
          "at most %s %s".formatted(MOST_ITEMS, what),
          String.valueOf(found));
    }
  }

  private Map<String, Entry> entries() {
    if (node instanceof Mapping mapping) {
      requireFew("keys", mapping.entries().size());
      return mapping.entries();
    }
    if (!isEmpty()) {
      problem(ProblemKind.WRONG_TYPE, "a mapping", kind());
    }
    return Map.of();
  }

  /** Returns true if the value is absent or the key has no value. */
  public boolean isEmpty() {
    return node == null || (node instanceof Scalar scalar && scalar.type() == ScalarType.NOTHING);
  }

  private <T> Optional<T> ofNumber(String expectation, Function<String, Optional<T>> parser) {
    return scalar(
        expectation,
        ProblemKind.WRONG_TYPE,
        scalar ->
            scalar.type() == ScalarType.NUMBER ? parser.apply(scalar.text()) : Optional.empty());
  }

  /** Converts any scalar: text needs no quotes even if it looks like a number. */
  private <T> Optional<T> ofText(String expectation, Function<String, Optional<T>> parser) {
    return scalar(
        expectation,
        ProblemKind.INVALID_VALUE,
        scalar ->
            scalar.type() == ScalarType.NOTHING ? Optional.empty() : parser.apply(scalar.text()));
  }

  private <T> Optional<T> scalar(
      String expectation, ProblemKind kind, Function<Scalar, Optional<T>> parser) {
    if (node == null) {
      return Optional.empty();
    }
    Optional<T> result = node instanceof Scalar scalar ? parser.apply(scalar) : Optional.empty();
    if (result.isEmpty()) {
      problem(kindOf(kind), expectation);
    }
    return result;
  }

  private String kind() {
    return node == null ? ScalarType.NOTHING.kind() : node.kind();
  }

  private String shown() {
    return node instanceof Scalar scalar && scalar.type() != ScalarType.NOTHING
        ? ScalarSyntax.shown(scalar)
        : kind();
  }
}
