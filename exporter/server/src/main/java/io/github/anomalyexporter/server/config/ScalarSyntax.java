package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.config.Node.Scalar;
import io.github.anomalyexporter.server.config.Node.ScalarType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** From text to numbers, URLs and paths, and back into a message. */
final class ScalarSyntax {
  private static final int LONGEST_SHOWN = 80;

  /** As a string these can only be in quotes, which the message then shows. */
  private static final Pattern LOOKS_TYPED = Pattern.compile("-?[0-9.]+|true|false");

  private ScalarSyntax() {}

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

  /** A URL with a host and one of these schemes, without a query or fragment. */
  static Optional<URI> url(String text, String... schemes) {
    try {
      return Optional.of(new URI(text)).filter(uri -> isUrl(uri, schemes));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isUrl(URI uri, String... schemes) {
    String scheme = uri.getScheme();
    return scheme != null
        && List.of(schemes).contains(scheme.toLowerCase(Locale.ROOT))
        && uri.getHost() != null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Also of what is no URL yet. */
  static String withoutCredentials(String text) {
    return text.replaceFirst("(?s)^([a-zA-Z]*://)?.*@", "$1<secret>@");
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
