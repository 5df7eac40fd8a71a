package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.score.ThresholdOptions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How thresholds are found, for all instances and for some.
 *
 * @param options for every instance without an override
 * @param overrides the first whose pattern matches an instance holds for it
 */
public record ThresholdConfig(ThresholdOptions options, List<InstanceOverride> overrides) {
  /**
   * What holds for some instances instead.
   *
   * @param instance matches the whole value of the {@code instance} label
   * @param options all of them, those that the override leaves open included
   */
  public record InstanceOverride(Pattern instance, ThresholdOptions options) {}

  public ThresholdConfig {
    overrides = List.copyOf(overrides);
  }

  /** How many rows a day has: at least 1. */
  static int rowsPerDay(Duration step) {
    return Math.max(1, Math.toIntExact(Duration.ofDays(1).dividedBy(step)));
  }

  /** The same thresholds of rows a step apart. */
  ThresholdConfig with(Duration step) {
    int rowsPerDay = rowsPerDay(step);
    return new ThresholdConfig(
        options.withRowsPerDay(rowsPerDay),
        overrides.stream()
            .map(it -> new InstanceOverride(it.instance(), it.options().withRowsPerDay(rowsPerDay)))
            .toList());
  }

  /**
   * The options that hold for an instance.
   *
   * @param instance value of its {@code instance} label
   */
  public ThresholdOptions optionsFor(String instance) {
    return overrides.stream()
        .filter(override -> override.instance().matcher(instance).matches())
        .findFirst()
        .map(InstanceOverride::options)
        .orElse(options);
  }
}
