package io.github.anomalyexporter.core.time;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in Prometheus syntax: {@code 15s}, {@code 1h30m}, {@code 7d}. */
public final class PrometheusDuration {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?:(\\d{1,9})y)?(?:(\\d{1,9})w)?(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?"
              + "(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
  private static final long[] UNIT_MILLIS = {
    365 * 86_400_000L, 7 * 86_400_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
  };

  private PrometheusDuration() {}

  /** Parses a duration; empty if the text is not a duration. */
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher matcher = SYNTAX.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
      String digits = matcher.group(unit + 1);
      if (digits != null) {
        sum = sum.plus(Duration.ofMillis(UNIT_MILLIS[unit]).multipliedBy(Long.parseLong(digits)));
      }
    }
    return Optional.of(sum);
  }

  /** Formats a duration for Prometheus and {@link #parse}: days, hours, minutes, seconds, ms. */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }
}
