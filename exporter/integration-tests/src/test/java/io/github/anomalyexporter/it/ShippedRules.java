package io.github.anomalyexporter.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The rules that are shipped, as a test needs them. */
final class ShippedRules {
  private static final List<String> FILES =
      List.of("anomaly-exporter.rules.yml", "anomaly-exporter.alerts.yml");

  /**
   * How often groups are evaluated, how long alerts wait and stay, and how far windows look back.
   */
  private static final Pattern TIMES =
      Pattern.compile("(?m)((?:^ *(?:interval|for|keep_firing_for): |\\[))(\\d+)([smh])(?=\\]|$)");

  private ShippedRules() {}

  /**
   * Writes the rules with all their durations divided by a factor, so that tests need not wait so
   * long. Limits that are written as numbers, like the age of a model, stay.
   */
  static void writeFasterBy(int factor, Path directory) {
    try {
      Files.createDirectories(directory);
      for (String file : FILES) {
        String shipped = Files.readString(Tools.shipped("rules").resolve(file));
        Files.writeString(directory.resolve(file), fasterBy(factor, shipped));
      }
    } catch (IOException e) {
      throw new AssertionError("the rules cannot be written", e);
    }
  }

  private static String fasterBy(int factor, String rules) {
    return TIMES
        .matcher(rules)
        .replaceAll(
            time -> {
              long length = Long.parseLong(time.group(2));
              Duration shipped =
                  switch (time.group(3)) {
                    case "s" -> Duration.ofSeconds(length);
                    case "m" -> Duration.ofMinutes(length);
                    default -> Duration.ofHours(length);
                  };
              return time.group(1) + shipped.dividedBy(factor).toMillis() + "ms";
            });
  }
}
