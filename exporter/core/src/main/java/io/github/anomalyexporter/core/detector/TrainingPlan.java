package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is due for training. The first training comes as soon as one instance has the minimum
 * history, and from then on all are trained again at each training interval. Between those, an
 * instance is trained alone when its history first reaches the minimum, a day and three days: a
 * model of a host's first hours knows neither its night nor its weekday.
 *
 * @param kind what to train
 * @param instances those with at least the minimum history ({@code ALL}), or those due alone
 *     ({@code SOME}), or nobody
 */
public record TrainingPlan(Kind kind, List<Labels> instances) {
  /** What is to be trained. */
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

  /** All instances with at least the minimum history. */
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
   * What is due now.
   *
   * @param histories how much history each instance has
   * @param learned how much each had when it was last trained, or was tried to be
   * @param lastTraining of all instances; null where there was none
   */
  public static TrainingPlan due(
      Map<Labels, Duration> histories,
      Map<Labels, Duration> learned,
      @Nullable Instant lastTraining,
      Duration minimumHistory,
      Duration trainingInterval,
      Instant now) {
    // A training of the future: the clock was set back since.
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
