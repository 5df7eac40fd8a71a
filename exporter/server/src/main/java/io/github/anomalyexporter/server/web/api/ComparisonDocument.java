package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.comparison.Comparison;
import io.github.anomalyexporter.core.comparison.FeatureChange;
import io.github.anomalyexporter.core.comparison.InstanceChange;
import io.github.anomalyexporter.core.comparison.ValueChange;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changed in a window, compared with a baseline. An unknown number is NaN.
 *
 * @param instancesCompared number of all compared instances
 * @param instancesChanged number of those with a changed feature
 * @param features all queried features, the largest change first
 * @param instances the largest change first
 * @param order the instances with an onset, the earliest first
 */
record ComparisonDocument(
    String detector,
    Instant start,
    Instant end,
    Instant baselineStart,
    Instant baselineEnd,
    Duration step,
    int instancesCompared,
    int instancesChanged,
    List<ChangedFeature> features,
    List<ChangedInstance> instances,
    List<FirstChange> order) {
  /** Features of one instance. */
  private static final int MOST_FEATURES = 10;

  /** A feature over all instances. */
  record ChangedFeature(String feature, String unit, double change, int instancesChanged) {
    static ChangedFeature of(FeatureChange found) {
      return new ChangedFeature(
          found.feature().name(),
          found.feature().unit(),
          digits(found.change()),
          found.instancesChanged());
    }
  }

  /**
   * An instance.
   *
   * @param onset null without one
   */
  record ChangedInstance(
      Map<String, String> labels,
      double change,
      @Nullable Instant onset,
      List<ChangedValue> features) {
    static ChangedInstance of(InstanceChange found) {
      return new ChangedInstance(
          found.instance().asMap(),
          digits(found.change()),
          found.onset().orElse(null),
          found.values().stream().limit(MOST_FEATURES).map(ChangedValue::of).toList());
    }
  }

  /**
   * A feature of an instance.
   *
   * @param missingIn {@code window} or {@code baseline}; null if it is in both
   */
  record ChangedValue(
      String feature,
      String unit,
      double change,
      @Nullable String missingIn,
      double baselineMedian,
      double windowMedian,
      @Nullable Instant onset) {
    static ChangedValue of(ValueChange found) {
      return new ChangedValue(
          found.feature().name(),
          found.feature().unit(),
          digits(found.change()),
          found.missingIn() == null ? null : found.missingIn().name().toLowerCase(Locale.ROOT),
          digits(found.baselineMedian()),
          digits(found.windowMedian()),
          found.onset());
    }
  }

  /** When an instance began to change, and which feature was the first. */
  record FirstChange(Map<String, String> labels, Instant onset, String feature) {}

  static ComparisonDocument of(
      String detector, ComparisonQuery query, Duration step, Comparison found) {
    return new ComparisonDocument(
        detector,
        query.window().start(),
        query.window().end(),
        query.baseline().start(),
        query.baseline().end(),
        step,
        found.instances().size(),
        found.changed(),
        found.features().stream().map(ChangedFeature::of).toList(),
        found.instances().stream().limit(query.limit()).map(ChangedInstance::of).toList(),
        found.byOnset().stream()
            .limit(query.limit())
            .flatMap(it -> it.first().map(first -> first(it.instance(), first)).stream())
            .toList());
  }

  private static FirstChange first(Labels instance, ValueChange value) {
    return new FirstChange(
        instance.asMap(), Objects.requireNonNull(value.onset()), value.feature().name());
  }

  /** Returns the number with the digits of a float, which samples have. */
  private static double digits(double value) {
    return Double.isFinite(value) ? Double.parseDouble(Float.toString((float) value)) : value;
  }
}
