package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.List;

/**
 * Threshold settings, with overrides for instances.
 *
 * @param options options for instances without an override
 * @param overrides the first override that matches an instance applies
 */
public record ThresholdConfig(ThresholdOptions options, List<InstanceOverride> overrides) {
  /**
   * Override for some instances.
   *
   * @param instances the instances to which it applies
   * @param options all options, including options that the override inherits
   */
  public record InstanceOverride(InstanceMatcher instances, ThresholdOptions options) {}

  public ThresholdConfig {
    overrides = List.copyOf(overrides);
  }

  /** Returns the number of rows per day, at least 1. */
  static int rowsPerDay(Duration step) {
    return Math.max(1, Math.toIntExact(Duration.ofDays(1).dividedBy(step)));
  }

  /** Returns these settings for another step. */
  ThresholdConfig with(Duration step) {
    int rowsPerDay = rowsPerDay(step);
    return new ThresholdConfig(
        options.withRowsPerDay(rowsPerDay),
        overrides.stream()
            .map(
                it -> new InstanceOverride(it.instances(), it.options().withRowsPerDay(rowsPerDay)))
            .toList());
  }

  /** Returns the options for the instance with this identity. */
  public ThresholdOptions optionsFor(Labels instance) {
    return overrides.stream()
        .filter(override -> override.instances().matches(instance))
        .findFirst()
        .map(InstanceOverride::options)
        .orElse(options);
  }
}
