package io.github.anomalyexporter.server.recurrence;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.yaml.YamlText;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Calendar entry in the form of the configuration.
 *
 * @param name unique in its detector
 * @param instances pattern of the instance label; null for all instances
 * @param labels patterns of other identity labels; empty for all instances
 */
public record ProposedEntry(
    String name,
    DailyWindow window,
    ZoneId zone,
    @Nullable String instances,
    SortedMap<String, String> labels) {
  public ProposedEntry {
    labels = new TreeMap<>(labels);
  }

  public String duration() {
    return PrometheusDuration.format(window.length());
  }

  /** Returns the name of the time zone; UTC has another one in Java. */
  public String timeZone() {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /** Returns a pattern that matches exactly this text, in Java and in RE2, in ASCII. */
  static String pattern(String text) {
    StringBuilder pattern = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c < ' ' || c > '~') {
                pattern.append(String.format(Locale.ROOT, "\\x{%x}", c));
              } else if ("\\^$.|?*+()[]{}".indexOf(c) >= 0) {
                pattern.append('\\').appendCodePoint(c);
              } else {
                pattern.appendCodePoint(c);
              }
            });
    return pattern.toString();
  }

  /**
   * Returns the entry as an item of the list {@code calendar}, with line ends.
   *
   * @param indent number of spaces before the dash
   */
  public String yaml(int indent) {
    StringBuilder yaml = new StringBuilder();
    String first = " ".repeat(indent) + "- ";
    String next = " ".repeat(indent) + "  ";
    yaml.append(first).append("name: ").append(YamlText.scalar(name)).append('\n');
    yaml.append(next).append("schedule: ").append(window.schedule()).append('\n');
    yaml.append(next).append("duration: ").append(duration()).append('\n');
    yaml.append(next).append("time_zone: ").append(YamlText.scalar(timeZone())).append('\n');
    if (instances != null) {
      yaml.append(next).append("instances: ").append(YamlText.scalar(instances)).append('\n');
    }
    if (!labels.isEmpty()) {
      yaml.append(next).append("labels:\n");
      for (Map.Entry<String, String> label : labels.entrySet()) {
        yaml.append(next).append("  ").append(YamlText.scalar(label.getKey()));
        yaml.append(": ").append(YamlText.scalar(label.getValue())).append('\n');
      }
    }
    return yaml.toString();
  }
}
