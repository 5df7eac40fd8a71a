package io.github.anomalyexporter.it.support;

import java.time.Duration;
import java.util.regex.Pattern;

/** The durations in a file that is shipped. */
public final class Durations {
  private Durations() {}

  /**
   * The text with its durations divided by a factor, so that tests need not wait so long.
   *
   * @param durations finds them; its groups are what stands before one, its number and its unit
   */
  public static String fasterBy(int factor, Pattern durations, String text) {
    return durations
        .matcher(text)
        .replaceAll(
            duration -> {
              Duration shipped = of(Long.parseLong(duration.group(2)), duration.group(3));
              return duration.group(1) + shipped.dividedBy(factor).toMillis() + "ms";
            });
  }

  private static Duration of(long length, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(length);
      case "m" -> Duration.ofMinutes(length);
      case "h" -> Duration.ofHours(length);
      default -> Duration.ofDays(length);
    };
  }
}
