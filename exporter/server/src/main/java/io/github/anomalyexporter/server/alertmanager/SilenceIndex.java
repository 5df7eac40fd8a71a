package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Finds the silences that match the alerts of one detector's instances. What is the same for all
 * instances is tried once, and what was found for an instance is kept. Safe for use by several
 * threads.
 */
final class SilenceIndex {
  private final AlertLabels labels;
  private final List<Silence> silences;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Map<Labels, List<Silence>> found = new ConcurrentHashMap<>();

  private record Condition(String label, Predicate<String> value) {}

  /** A silence that matches the detector, and what it asks of an instance. */
  private record Candidate(Silence silence, List<Condition> ofInstance) {}

  SilenceIndex(AlertLabels labels, List<Silence> silences) {
    this.labels = labels;
    this.silences = List.copyOf(silences);
    silences.forEach(this::add);
  }

  /** All that it was made of, in their order. */
  List<Silence> silences() {
    return silences;
  }

  private void add(Silence silence) {
    List<Condition> ofInstance = new ArrayList<>();
    for (LabelMatcher matcher : silence.matchers()) {
      Optional<Predicate<String>> condition = matcher.condition();
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

  /** The silences that match an instance's alert, in force or not. */
  List<Silence> matching(Labels instance) {
    return found.computeIfAbsent(instance, this::find);
  }

  private List<Silence> find(Labels instance) {
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
