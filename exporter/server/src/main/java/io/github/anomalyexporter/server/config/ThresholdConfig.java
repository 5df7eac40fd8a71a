package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.List;

/**
 * How thresholds are found, for all instances and for some.
 *
 * @param options for every instance without an override
 * @param overrides the first that concerns an instance holds for it
 */
public record ThresholdConfig(ThresholdOptions options, List<InstanceOverride> overrides) {
  /**
   * What holds for some instances instead.
   *
   * @param instances those that it concerns
   * @param options all of them, those that the override leaves open included
   */
  public record InstanceOverride(InstanceMatcher instances, ThresholdOptions options) {}

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
            .map(
                it -> new InstanceOverride(it.instances(), it.options().withRowsPerDay(rowsPerDay)))
            .toList());
  }

  /** The options that hold for the instance with this identity. */
  public ThresholdOptions optionsFor(Labels instance) {
    return overrides.stream()
        .filter(override -> override.instances().matches(instance))
        .findFirst()
        .map(InstanceOverride::options)
        .orElse(options);
  }
}
