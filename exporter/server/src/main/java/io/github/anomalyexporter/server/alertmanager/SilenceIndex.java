package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the silences that match the alerts of one detector's instances. Conditions on labels that
 * are equal for all instances are evaluated once. Immutable.
 */
final class SilenceIndex {
  private final AlertLabels labels;
  private final CompiledExpressions expressions;
  private final List<Candidate> candidates = new ArrayList<>();

  private record Condition(String label, Predicate<String> value) {}

  /** Silence that matches the detector, and its conditions on an instance. */
  private record Candidate(Silence silence, List<Condition> ofInstance) {}

  /**
   * @param expressions compiled expressions of these silences
   */
  SilenceIndex(AlertLabels labels, List<Silence> silences, CompiledExpressions expressions) {
    this.labels = labels;
    this.expressions = expressions;
    silences.forEach(this::add);
  }

  private void add(Silence silence) {
    List<Condition> ofInstance = new ArrayList<>();
    for (LabelMatcher matcher : silence.matchers()) {
      Optional<Predicate<String>> condition = matcher.condition(expressions);
      if (condition.isEmpty()) {
        return;
      }
      if (labels.isOfInstance(matcher.name())) {
        ofInstance.add(new Condition(matcher.name(), condition.get()));
      } else if (!condition.get().test(labels.value(matcher.name(), Labels.EMPTY))) {
        return;
      }
    }
    candidates.add(new Candidate(silence, ofInstance));
  }

  /** Returns the silences that match an instance's alert, active or not. */
  List<Silence> matching(Labels instance) {
    List<Silence> matching = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (matches(candidate, instance)) {
        matching.add(candidate.silence());
      }
    }
    return List.copyOf(matching);
  }

  private boolean matches(Candidate candidate, Labels instance) {
    for (Condition condition : candidate.ofInstance()) {
      if (!condition.value().test(labels.value(condition.label(), instance))) {
        return false;
      }
    }
    return true;
  }
}
