package io.github.anomalyexporter.evaluation.figure;

import io.github.anomalyexporter.core.acceptance.Alarms;
import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.acceptance.LabelledRows;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Events by the number of features that they affected, of the events with an interpretation.
 *
 * @param single events of exactly one feature
 * @param singleDetected those of them with a score above 1 inside
 * @param many events of at least {@value #MANY} features
 * @param manyDetected those of them with a score above 1 inside
 */
public record EventsByFeatures(int single, int singleDetected, int many, int manyDetected) {
  /** Least number of features of an event that counts among {@code many}. */
  public static final int MANY = 4;

  static EventsByFeatures of(
      Alarms alarms, LabelledRows labels, Collection<Interpretation> interpretations) {
    IntPredicate single = features -> features == 1;
    IntPredicate many = features -> features >= MANY;
    List<Event> detected = alarms.detected();
    return new EventsByFeatures(
        count(labels.events(), interpretations, single),
        count(detected, interpretations, single),
        count(labels.events(), interpretations, many),
        count(detected, interpretations, many));
  }

  private static int count(
      List<Event> events, Collection<Interpretation> interpretations, IntPredicate features) {
    return (int)
        events.stream()
            .filter(event -> features.test(Explanation.truth(event, interpretations).size()))
            .count();
  }
}
