package io.github.anomalyexporter.testing.time;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the format of Prometheus, such as {@code 20s} or {@code 1h30m}. */
public final class PrometheusDuration {
  private static final Pattern FORMAT =
      Pattern.compile(
          "(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private PrometheusDuration() {}

  /**
   * Parses a positive duration of days, hours, minutes, seconds and milliseconds.
   *
   * @throws IllegalArgumentException if the text is not such a duration
   */
  public static Duration parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (matcher.matches()) {
      Duration duration =
          Duration.ofDays(number(matcher, 1))
              .plusHours(number(matcher, 2))
              .plusMinutes(number(matcher, 3))
              .plusSeconds(number(matcher, 4))
              .plusMillis(number(matcher, 5));
      if (!duration.isZero()) {
        return duration;
      }
    }
    throw new IllegalArgumentException(
        "duration \"" + text + "\": expected a positive one such as 20s, 10m or 1h30m");
  }

  private static long number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
