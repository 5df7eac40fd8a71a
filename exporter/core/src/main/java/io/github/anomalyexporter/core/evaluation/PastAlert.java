package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.List;

/**
 * An alert that the shipped rules would have given.
 *
 * @param rule its name, that of the strongest where several fired
 * @param start when it began to fire
 * @param end the last row at which it fired
 * @param peak the largest score that it looked at
 * @param features the first of those that the peak came from
 */
public record PastAlert(
    Labels instance,
    String rule,
    Instant start,
    Instant end,
    double peak,
    List<Contribution> features) {
  public PastAlert {
    features = List.copyOf(features);
  }
}
