package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The instances that are due for training. The first training starts as soon as one instance has
 * the minimum history; then all instances are trained again at each training interval. In between,
 * an instance is trained alone when its history first reaches the minimum, a day and three days: a
 * model of the first hours of an instance contains neither the night nor the days of the week.
 *
 * @param kind of the training
 * @param instances all with at least the minimum history ({@code ALL}), those due alone ({@code
 *     SOME}), or empty
 */
public record TrainingPlan(Kind kind, List<Labels> instances) {
  /** The kind of a training. */
  public enum Kind {
    NOTHING,
    SOME,
    ALL
  }

  private static final List<Duration> MILESTONES =
      List.of(Duration.ofHours(24), Duration.ofHours(72));

  private static final TrainingPlan NOTHING_DUE = new TrainingPlan(Kind.NOTHING, List.of());

  public TrainingPlan {
    instances = List.copyOf(instances);
  }

  /** Returns the plan to train all instances with at least the minimum history. */
  public static TrainingPlan all(Map<Labels, Duration> histories, Duration minimumHistory) {
    List<Labels> ready =
        histories.entrySet().stream()
            .filter(entry -> entry.getValue().compareTo(minimumHistory) >= 0)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return ready.isEmpty() ? NOTHING_DUE : new TrainingPlan(Kind.ALL, ready);
  }

  /**
   * Returns the training that is due.
   *
   * @param histories length of the history of each instance
   * @param learned length of the history of each instance at its last training, successful or not
   * @param lastTraining time of the last training of all instances; null without one
   */
  public static TrainingPlan due(
      Map<Labels, Duration> histories,
      Map<Labels, Duration> learned,
      @Nullable Instant lastTraining,
      Duration minimumHistory,
      Duration trainingInterval,
      Instant now) {
    // If the last training is in the future, the clock was set back.
    if (lastTraining == null
        || lastTraining.isAfter(now)
        || !now.isBefore(lastTraining.plus(trainingInterval))) {
      return all(histories, minimumHistory);
    }
    List<Labels> due =
        histories.entrySet().stream()
            .filter(
                entry ->
                    reachesMilestone(
                        learned.getOrDefault(entry.getKey(), Duration.ZERO),
                        entry.getValue(),
                        minimumHistory))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return due.isEmpty() ? NOTHING_DUE : new TrainingPlan(Kind.SOME, due);
  }

  private static boolean reachesMilestone(Duration learned, Duration has, Duration minimumHistory) {
    if (learned.compareTo(minimumHistory) < 0 && has.compareTo(minimumHistory) >= 0) {
      return true;
    }
    return MILESTONES.stream()
        .anyMatch(milestone -> learned.compareTo(milestone) < 0 && has.compareTo(milestone) >= 0);
  }
}
