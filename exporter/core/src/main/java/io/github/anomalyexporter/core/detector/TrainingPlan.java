package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The instances that are due for training. The first training starts as soon as one instance has
 * the minimum history; then all instances are trained again at each training interval. In between,
 * an instance is trained alone when its history first reaches the minimum, whenever it has grown by
 * a quarter since its last training, and when it reaches three days. A model of the first hours of
 * an instance does not contain the hours that follow: without these trainings most of the alarms of
 * the first day are false.
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

  /** A short history is due again when it has grown by this part: one of so many. */
  private static final int GROWTH_PARTS = 4;

  /** From this length on a forecast has a daily cycle, and daily trainings are frequent enough. */
  private static final Duration ESTABLISHED = Duration.ofDays(3);

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
                    isDue(
                        learned.getOrDefault(entry.getKey(), Duration.ZERO),
                        entry.getValue(),
                        minimumHistory))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return due.isEmpty() ? NOTHING_DUE : new TrainingPlan(Kind.SOME, due);
  }

  /** Returns this plan with further instances; not for a plan of all instances. */
  public TrainingPlan with(Collection<Labels> further) {
    return further.isEmpty()
        ? this
        : new TrainingPlan(
            Kind.SOME,
            Stream.concat(instances.stream(), further.stream()).distinct().sorted().toList());
  }

  private static boolean isDue(Duration learned, Duration has, Duration minimumHistory) {
    if (learned.compareTo(minimumHistory) < 0) {
      return has.compareTo(minimumHistory) >= 0;
    }
    return learned.compareTo(ESTABLISHED) < 0
        && (has.compareTo(ESTABLISHED) >= 0
            || has.compareTo(learned.plus(learned.dividedBy(GROWTH_PARTS))) >= 0);
  }
}
