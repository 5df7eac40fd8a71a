package io.github.anomalyexporter.server.preview;

import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.yaml.YamlText;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a backtest is to do.
 *
 * @param detector the detector with the changes
 * @param changes what differs from the detector of the configuration
 * @param start null for the default
 * @param end null for the default
 * @param alerts whether the alerts in Prometheus are incidents to be found
 */
public record BacktestRequest(
    DetectorConfig detector,
    Changes changes,
    @Nullable Instant start,
    @Nullable Instant end,
    boolean alerts) {

  /** Values that replace those of the configuration; null for no change. */
  public record Changes(
      @Nullable String selector,
      @Nullable String preset,
      @Nullable String type,
      @Nullable Double falseAlarmsPerDay) {}

  /**
   * Returns the keys that the entry of the detector in the configuration needs to become what is
   * tested, with its name, as an item of the list {@code detectors} with line ends.
   */
  public String yaml() {
    StringBuilder yaml = new StringBuilder();
    yaml.append("- name: ").append(YamlText.scalar(detector.name())).append('\n');
    append(yaml, "type", changes.type());
    append(yaml, "preset", changes.preset());
    append(yaml, "selector", changes.selector());
    Double alarms = changes.falseAlarmsPerDay();
    if (alarms != null) {
      yaml.append("  threshold:\n    false_alarms_per_day: ")
          .append(new BigDecimal(alarms.toString()).toPlainString())
          .append('\n');
    }
    return yaml.toString();
  }

  private static void append(StringBuilder yaml, String key, @Nullable String value) {
    if (value != null) {
      yaml.append("  ").append(key).append(": ").append(YamlText.scalar(value)).append('\n');
    }
  }
}
