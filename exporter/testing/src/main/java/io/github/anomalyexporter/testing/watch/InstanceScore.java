package io.github.anomalyexporter.testing.watch;

import java.util.List;

/**
 * The metrics of the exporter about one instance, as read from Prometheus.
 *
 * @param state such as {@code ok} or {@code warming_up}
 * @param score NaN if unknown
 * @param suppressed reason why its alerts do not fire, such as {@code silence}; empty if they may
 * @param features the features that contribute most, the largest share first
 */
record InstanceScore(
    String instance, String state, double score, String suppressed, List<FeatureShare> features) {
  InstanceScore {
    features = List.copyOf(features);
  }

  boolean hasScore() {
    return !Double.isNaN(score);
  }

  boolean isAnomalous() {
    return score > 1;
  }

  boolean isSuppressed() {
    return !suppressed.isEmpty();
  }
}
