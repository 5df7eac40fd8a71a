package io.github.anomalyexporter.server.yaml;

import io.github.anomalyexporter.server.yaml.Node.Scalar;
import io.github.anomalyexporter.server.yaml.Node.ScalarType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Conversion of scalar texts to numbers and paths, and their representation in messages. */
final class ScalarSyntax {
  private static final int LONGEST_SHOWN = 80;

  /** Strings that look like another type and are therefore quoted in messages. */
  private static final Pattern LOOKS_TYPED = Pattern.compile("-?[0-9.]+|true|false");

  /**
   * Variables in the syntax of shells, Compose and other exporters: {@code ${NAME}} anywhere, or
   * {@code $NAME} as the whole text.
   */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?s).*\\$\\{[A-Za-z_][^{}]*}.*|\\$[A-Z_][A-Z0-9_]*");

  private ScalarSyntax() {}

  /** Returns whether the text contains an environment variable. */
  public static boolean isPlaceholder(String text) {
    return PLACEHOLDER.matcher(text).matches();
  }

  public static Optional<Long> integer(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  public static Optional<Double> decimal(String text) {
    try {
      return Optional.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  public static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Returns the representation of a scalar in messages. */
  public static String shown(Scalar scalar) {
    String text = scalar.text();
    return scalar.type() == ScalarType.STRING && LOOKS_TYPED.matcher(text).matches()
        ? "the string \"" + shown(text) + '"'
        : shown(text);
  }

  /** Returns the text on one line, shortened. */
  public static String shown(String text) {
    if (text.isEmpty()) {
      return "an empty string";
    }
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
  }
}
