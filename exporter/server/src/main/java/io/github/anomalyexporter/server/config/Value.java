package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.config.Node.Entry;
import io.github.anomalyexporter.server.config.Node.Mapping;
import io.github.anomalyexporter.server.config.Node.Scalar;
import io.github.anomalyexporter.server.config.Node.ScalarType;
import io.github.anomalyexporter.server.config.Node.Sequence;
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
 * A value of the configuration, present or not, and where it stands. Each conversion gives nothing
 * where the value is absent; where it is of another type or out of bounds it also reports the
 * problem. So {@code orElse(DEFAULT)} is right for both, and reading goes on to the next problem.
 */
final class Value {
  /** Of one list or mapping. */
  static final int MOST_ITEMS = 1_000;

  private final Reading reading;
  private final String path;
  private final int line;
  private final @Nullable Node node;

  /**
   * @param line where it is, or where it would have to be
   */
  Value(Reading reading, String path, int line, @Nullable Node node) {
    this.reading = reading;
    this.path = path;
    this.line = line;
    this.node = node;
  }

  boolean isPresent() {
    return node != null;
  }

  boolean isList() {
    return node instanceof Sequence;
  }

  boolean isMapping() {
    return node instanceof Mapping;
  }

  /** Reports that the value is not what it has to be; shows the value, so not for secrets. */
  void problem(String expectation) {
    problem(expectation, shown());
  }

  /**
   * Takes the room for an expression that is made of this value; reports a problem where all
   * expressions of the configuration together take too much.
   */
  boolean fits(long characters) {
    boolean fits = reading.take(characters);
    if (!fits) {
      problem(
          "expressions of at most %d characters in all, definitions and placeholders filled in"
              .formatted(Reading.MOST_EXPRESSIONS),
          "more");
    }
    return fits;
  }

  void problem(String expectation, String found) {
    reading.problem(path, line, expectation, found);
  }

  Optional<String> string() {
    return ofText("a string", Optional::of);
  }

  /** A string that matches; the expectation says in words what the pattern demands. */
  Optional<String> string(String expectation, String pattern) {
    return ofText(expectation, text -> Optional.of(text).filter(found -> found.matches(pattern)));
  }

  /** A string that has to be there and is not blank. */
  Optional<String> requiredString(String expectation) {
    if (node == null) {
      problem(expectation);
    }
    return ofText(expectation, text -> Optional.of(text).filter(found -> !found.isBlank()));
  }

  Optional<String> labelName() {
    return ofText("a label name", text -> Optional.of(text).filter(LabelName::isValid));
  }

  Optional<Pattern> pattern() {
    Optional<String> text = string();
    try {
      return text.map(Pattern::compile);
    } catch (PatternSyntaxException e) {
      problem("a regular expression", text.orElse("") + " (" + e.getDescription() + ")");
      return Optional.empty();
    }
  }

  Optional<Secret> secret() {
    if (node instanceof Scalar scalar && !scalar.text().isEmpty()) {
      if (isPlaceholder(scalar)) {
        return Optional.empty();
      }
      return Optional.of(Secret.of(scalar.text()));
    }
    if (node != null) {
      problem("a string that is not empty", node instanceof Scalar ? "nothing" : node.kind());
    }
    return Optional.empty();
  }

  Optional<Duration> duration(Duration least, Duration most) {
    return duration("", least, most);
  }

  /** A duration, or nothing where this word stands for it. */
  Optional<Duration> durationOr(String word, Duration least, Duration most) {
    return node instanceof Scalar scalar && scalar.text().equals(word)
        ? Optional.empty()
        : duration(word + " or ", least, most);
  }

  private Optional<Duration> duration(String alternative, Duration least, Duration most) {
    String bounds = PrometheusDuration.format(least) + " and " + PrometheusDuration.format(most);
    return ofText(
        alternative + "a duration between " + bounds,
        text ->
            PrometheusDuration.parse(text)
                .filter(found -> found.compareTo(least) >= 0 && found.compareTo(most) <= 0));
  }

  Optional<Integer> integer(int least, int most) {
    return ofNumber(
        "an integer between " + least + " and " + most,
        text ->
            ScalarSyntax.integer(text).filter(n -> n >= least && n <= most).map(Math::toIntExact));
  }

  /** Any integer of 64 bits. */
  Optional<Long> integer() {
    return ofNumber("an integer", ScalarSyntax::integer);
  }

  /** A finite number that is allowed; the expectation says in words which are. */
  Optional<Double> number(String expectation, DoublePredicate allowed) {
    return ofNumber(
        expectation,
        text -> ScalarSyntax.decimal(text).filter(n -> Double.isFinite(n) && allowed.test(n)));
  }

  /** A finite number above 0. */
  Optional<Double> positive() {
    return number("a number above 0", n -> n > 0);
  }

  Optional<Boolean> bool() {
    return scalar(
        "true or false",
        scalar ->
            scalar.type() == ScalarType.BOOLEAN
                ? Optional.of(Boolean.parseBoolean(scalar.text()))
                : Optional.empty());
  }

  /** A constant by its name in lower case. */
  <E extends Enum<E>> Optional<E> choice(Class<E> type) {
    Map<String, E> choices = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      choices.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return choice(choices);
  }

  /** One of these, by its name. */
  <T> Optional<T> choice(Map<String, T> choices) {
    return ofText(
        "one of " + String.join(", ", choices.keySet()),
        text -> Optional.ofNullable(choices.get(text)));
  }

  /** A URL with a host and one of these schemes; credentials in it are never shown. */
  Optional<URI> url(String expectation, String... schemes) {
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof Scalar scalar) {
      if (isPlaceholder(scalar)) {
        return Optional.empty();
      }
      Optional<URI> uri = ServerUrl.parse(scalar.text(), schemes);
      if (uri.isEmpty()) {
        problem(expectation, ScalarSyntax.shown(ServerUrl.redacted(scalar.text())));
      }
      return uri;
    }
    problem(expectation, node.kind());
    return Optional.empty();
  }

  /** A string that is sent or shown as it is written. */
  Optional<String> literal() {
    return node instanceof Scalar scalar && isPlaceholder(scalar) ? Optional.empty() : string();
  }

  /** A string that is sent or shown as it is written, and matches the pattern. */
  Optional<String> literal(String expectation, String pattern) {
    return node instanceof Scalar scalar && isPlaceholder(scalar)
        ? Optional.empty()
        : string(expectation, pattern);
  }

  /**
   * Reports a variable that would be taken literally: a password that is not one shows only when a
   * server refuses it, and a path becomes a directory of that name.
   */
  private boolean isPlaceholder(Scalar scalar) {
    boolean placeholder = ScalarSyntax.isPlaceholder(scalar.text());
    if (placeholder) {
      problem(
          "a value written out, since variables are not expanded (a secret may be in a file: "
              + "password_file, bearer_token_file)",
          "a variable such as ${NAME}");
    }
    return placeholder;
  }

  /** A path as written. */
  Optional<Path> path() {
    if (node instanceof Scalar scalar && isPlaceholder(scalar)) {
      return Optional.empty();
    }
    return ofText("a path", ScalarSyntax::path);
  }

  /** A path, resolved against the directory of the configuration. */
  Optional<Path> file() {
    return path().map(found -> reading.directory().resolve(found));
  }

  /** The items of a list; none where it is absent or has nothing in it. */
  List<Value> items() {
    List<Value> values = new ArrayList<>();
    if (node instanceof Sequence sequence) {
      requireFew("items", sequence.items().size());
      for (Node item : sequence.items()) {
        values.add(new Value(reading, path + "[" + values.size() + "]", item.line(), item));
      }
    } else if (!isEmpty()) {
      problem("a list", kind());
    }
    return values;
  }

  /** The items of a list of mappings with known keys. */
  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    for (Value item : items()) {
      if (item.isMapping()) {
        sections.add(item.section());
      } else {
        item.problem("a mapping", item.kind());
      }
    }
    return sections;
  }

  /** The values of a mapping whose keys are free; none where it is absent or has nothing in it. */
  Map<String, Value> map() {
    Map<String, Value> values = new LinkedHashMap<>();
    entries()
        .forEach(
            (key, entry) ->
                values.put(key, new Value(reading, path + "." + key, entry.line(), entry.value())));
    return values;
  }

  /** A mapping whose keys are known; without entries where it is absent or has nothing in it. */
  Section section() {
    return new Section(reading, path, line, entries());
  }

  private void requireFew(String what, int found) {
    if (found > MOST_ITEMS) {
      problem("at most %d %s".formatted(MOST_ITEMS, what), String.valueOf(found));
    }
  }

  private Map<String, Entry> entries() {
    if (node instanceof Mapping mapping) {
      requireFew("keys", mapping.entries().size());
      return mapping.entries();
    }
    if (!isEmpty()) {
      problem("a mapping", kind());
    }
    return Map.of();
  }

  /** Absent, or a key with nothing behind it but comments. */
  boolean isEmpty() {
    return node == null || (node instanceof Scalar scalar && scalar.type() == ScalarType.NOTHING);
  }

  private <T> Optional<T> ofNumber(String expectation, Function<String, Optional<T>> parser) {
    return scalar(
        expectation,
        scalar ->
            scalar.type() == ScalarType.NUMBER ? parser.apply(scalar.text()) : Optional.empty());
  }

  /** Of whatever is written there: text needs no quotes even if it looks like a number. */
  private <T> Optional<T> ofText(String expectation, Function<String, Optional<T>> parser) {
    return scalar(
        expectation,
        scalar ->
            scalar.type() == ScalarType.NOTHING ? Optional.empty() : parser.apply(scalar.text()));
  }

  private <T> Optional<T> scalar(String expectation, Function<Scalar, Optional<T>> parser) {
    if (node == null) {
      return Optional.empty();
    }
    Optional<T> result = node instanceof Scalar scalar ? parser.apply(scalar) : Optional.empty();
    if (result.isEmpty()) {
      problem(expectation);
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
