package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A training to execute.
 *
 * @param plan the instances
 * @param lengths length of the history of each of these instances
 * @param all number of instances of the detector with a history
 * @param end up to which the history reaches
 * @param forget whether features of the active model may be missing on all instances
 */
public record TrainingTask(
    TrainingPlan plan, Map<Labels, Duration> lengths, int all, Instant end, boolean forget) {
  public TrainingTask {
    lengths = Map.copyOf(lengths);
  }
}
