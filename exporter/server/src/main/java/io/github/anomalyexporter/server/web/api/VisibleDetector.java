package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.matcher.LabelSelectors;
import io.github.anomalyexporter.server.recent.Anomaly;
import io.github.anomalyexporter.server.recurrence.CalendarProposals;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.Trainings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A detector as a caller sees it. Data of several instances are read here and nowhere else, which
 * ArchitectureTest checks: no route can disclose an instance that the caller does not see.
 */
record VisibleDetector(RunningDetector running, Visibility visibility) {
  String name() {
    return config().name();
  }

  DetectorConfig config() {
    return state().config();
  }

  /** For what is of the detector as a whole, or of one instance that the caller sees. */
  DetectorState state() {
    return running.state();
  }

  boolean includes(Labels instance) {
    return visibility.includes(name(), instance);
  }

  /** Returns whether an instance has all of these labels, which may include {@code detector}. */
  boolean matches(Labels instance, Map<String, String> labels) {
    return state().matches(instance, labels);
  }

  /** Returns whether an instance matches one of the selectors; without any, all match. */
  boolean matches(Labels instance, LabelSelectors selectors) {
    return Visibility.matches(selectors, name(), instance);
  }

  /** Returns the state of each visible instance, sorted by instance. */
  List<InstanceReading> readings(Instant now) {
    return state().board().read(now).stream().filter(it -> includes(it.instance())).toList();
  }

  /** Returns all instances, for a decision about those that the caller does not see. */
  Set<Labels> allInstances() {
    return state().board().known().keySet();
  }

  /** Returns whether a silence or calendar entry of this name concerns an instance now or next. */
  boolean hasExemption(Labels instance, String name, Instant now) {
    return running.exemptions().known(instance, now).stream()
        .anyMatch(it -> it.name().equals(name));
  }

  /** Returns the visible instances, sorted. */
  List<Labels> instances() {
    return state().board().known().keySet().stream().filter(this::includes).sorted().toList();
  }

  /** Returns the visible instances that match one of the selectors; without any, all. */
  List<Labels> instances(LabelSelectors selectors) {
    return instances().stream().filter(instance -> matches(instance, selectors)).toList();
  }

  /** Returns the visible instances with all of these labels, which may include {@code detector}. */
  List<Labels> instances(Map<String, String> labels) {
    return instances().stream().filter(instance -> matches(instance, labels)).toList();
  }

  /** Returns the anomalies of visible instances, in no order. */
  List<Anomaly> anomalies() {
    return state().recentAnomalies().all().stream().filter(it -> includes(it.instance())).toList();
  }

  /** Returns the time of the oldest score of a visible instance; empty without one. */
  Optional<Instant> oldestScore() {
    return visibility.isAll()
        ? state().recentScores().oldest()
        : state().recentScores().oldest(this::includes);
  }

  /** Returns the drift of the detector as a whole, which names no instance. */
  double drift() {
    return state().board().drift();
  }

  /** Returns the visible ambiguous instances; empty before the first check. */
  Optional<AmbiguousInstances> ambiguous() {
    return state().ambiguous().map(this::visible);
  }

  private AmbiguousInstances visible(AmbiguousInstances found) {
    List<Labels> instances = found.instances().stream().filter(this::includes).toList();
    return instances.isEmpty()
        ? AmbiguousInstances.NONE
        : new AmbiguousInstances(instances, found.labels(), found.sameHost());
  }

  /**
   * Returns the proposals that concern no other than visible instances, because an entry names all
   * of its instances; empty before the first successful search.
   */
  Optional<CalendarProposals> proposals() {
    return state().proposals().map(this::visible);
  }

  private CalendarProposals visible(CalendarProposals found) {
    return new CalendarProposals(
        found.detector(),
        found.checkedAt(),
        found.scored(),
        found.proposals().stream()
            .filter(it -> it.affected().stream().allMatch(this::includes))
            .toList(),
        found.permanent().stream().filter(it -> includes(it.instance())).toList());
  }

  /**
   * Returns the trainings, with the reason of the last result if the caller sees all instances: it
   * names any of them.
   */
  Trainings.Status trainings() {
    Trainings.Status status = state().trainings().status();
    return visibility.isAll() ? status : status.withoutReason();
  }

  /**
   * Returns what has failed, with the reason if the caller sees all instances: a message of
   * Prometheus names any of them.
   */
  String failure(String what, Exception reason) {
    return visibility.isAll() ? what + ": " + reason.getMessage() : what;
  }
}
