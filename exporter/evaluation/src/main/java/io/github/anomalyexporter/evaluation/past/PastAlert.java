package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.List;

/**
 * An alert that the shipped rules would have fired.
 *
 * @param rule name of the rule; the strongest rule if several fired
 * @param start time of the first row at which it fired
 * @param end time of the last row at which it fired
 * @param peak the largest score in its window
 * @param features the features that contributed most to the peak
 */
public record PastAlert(
    Labels instance,
    String rule,
    Instant start,
    Instant end,
    double peak,
    List<FeatureContribution> features) {
  public PastAlert {
    features = List.copyOf(features);
  }
}
