package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The rules that are shipped, as a test needs them. */
public final class ShippedRules {
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
  public static void writeFasterBy(int factor, Path directory) {
    try {
      Files.createDirectories(directory);
      for (String file : FILES) {
        String shipped = Files.readString(Tools.shipped("rules").resolve(file));
        Files.writeString(directory.resolve(file), Durations.fasterBy(factor, TIMES, shipped));
      }
    } catch (IOException e) {
      throw new AssertionError("the rules cannot be written", e);
    }
  }
}
