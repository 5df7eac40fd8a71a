package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.config.Node.Scalar;
import io.github.anomalyexporter.server.config.Node.ScalarType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** From text to numbers and paths, and back into a message. */
final class ScalarSyntax {
  private static final int LONGEST_SHOWN = 80;

  /** As a string these can only be in quotes, which the message then shows. */
  private static final Pattern LOOKS_TYPED = Pattern.compile("-?[0-9.]+|true|false");

  /**
   * As shells, Compose and other exporters write it: {@code ${NAME}}, or all of it {@code $NAME}.
   */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?s).*\\$\\{[A-Za-z_][^{}]*}.*|\\$[A-Z_][A-Z0-9_]*");

  private ScalarSyntax() {}

  /** Whether this is written as a variable of the environment. */
  static boolean isPlaceholder(String text) {
    return PLACEHOLDER.matcher(text).matches();
  }

  static Optional<Long> integer(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<Double> decimal(String text) {
    try {
      return Optional.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** As a message shows it. */
  static String shown(Scalar scalar) {
    String text = scalar.text();
    return scalar.type() == ScalarType.STRING && LOOKS_TYPED.matcher(text).matches()
        ? "the string \"" + shown(text) + '"'
        : shown(text);
  }

  /** In one line that is not too long. */
  static String shown(String text) {
    if (text.isEmpty()) {
      return "an empty string";
    }
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
  }
}
