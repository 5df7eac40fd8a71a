package io.github.anomalyexporter.core.time;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times in the syntax of the Prometheus HTTP API: RFC 3339 or Unix seconds. */
public final class PrometheusTime {
  private static final Pattern UNIX_SECONDS = Pattern.compile("\\d{1,11}(\\.\\d{1,9})?");

  private PrometheusTime() {}

  /** Parses a time; empty if the text is not a time. */
  public static Optional<Instant> parse(String text) {
    if (UNIX_SECONDS.matcher(text).matches()) {
      return Optional.of(Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue()));
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
