package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.time.PrometheusDuration;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** The values of options from their texts, with the expectation in the error. */
final class OptionValues {
  private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");
  private static final int HIGHEST_PORT = 65_535;

  private OptionValues() {}

  /** A time in ISO 8601, or in seconds since 1970. */
  static Instant time(String text) {
    try {
      return text.matches("\\d{1,11}")
          ? Instant.ofEpochSecond(Long.parseLong(text))
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw expected("a time such as 2026-01-31T00:00:00Z or seconds since 1970", text);
    }
  }

  static Duration duration(String text) {
    try {
      return PrometheusDuration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** The address to listen on. */
  static InetSocketAddress address(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > HIGHEST_PORT) {
      throw expected("HOST:PORT", text);
    }
    return new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  static URI url(String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below, as for a URL without a host.
    }
    throw expected("http://HOST:PORT", text);
  }

  private static TypeConversionException expected(String expectation, String found) {
    return new TypeConversionException("expected " + expectation + ", found \"" + found + "\"");
  }
}
