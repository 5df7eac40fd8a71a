package io.github.anomalyexporter.server.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in the syntax of Go's {@code time.ParseDuration}: {@code 1s}, {@code 1.5m}, {@code
 * 1h30m}.
 */
final class GoDuration {
  private static final String TERM = "(\\d{1,9}(?:\\.\\d{0,9})?|\\.\\d{1,9})(ns|us|µs|ms|s|m|h)";

  /** Regular expression of the syntax of {@link #parse}. */
  static final String SYNTAX = "(?:" + TERM + ")+";

  private static final Map<String, Long> UNIT_NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  /** Parses a text that matches {@link #SYNTAX}; returns zero for any other text. */
  static Duration parse(String text) {
    Duration sum = Duration.ZERO;
    Matcher term = Pattern.compile(TERM).matcher(text);
    while (term.find()) {
      BigDecimal nanos =
          new BigDecimal(term.group(1))
              .multiply(BigDecimal.valueOf(UNIT_NANOS.getOrDefault(term.group(2), 0L)));
      sum = sum.plusNanos(nanos.longValue());
    }
    return sum;
  }
}
