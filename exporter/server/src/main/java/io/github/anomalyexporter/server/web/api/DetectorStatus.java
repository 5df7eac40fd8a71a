package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.store.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A detector at one time. An unknown number is NaN.
 *
 * @param lastScoring null before the first run
 * @param instances number of visible instances by state
 * @param instancesOverLimit of all instances, as the numbers of the model and the drift are
 * @param ambiguous null before the first check
 * @param model null before the first training
 */
record DetectorStatus(
    String name,
    @Nullable Instant lastScoring,
    Duration step,
    Duration scoringInterval,
    Duration rateWindow,
    Map<String, Long> instances,
    int instancesOverLimit,
    @Nullable Ambiguous ambiguous,
    long activeAnomalies,
    double driftRatio,
    @Nullable ActiveModel model) {

  /** Instances that combine several hosts or replicas. */
  record Ambiguous(int instances, List<String> labels, String advice) {
    static Ambiguous of(AmbiguousInstances found) {
      return new Ambiguous(
          found.instances().size(),
          List.copyOf(found.labels()),
          found.isEmpty() ? "" : found.advice());
    }
  }

  /** The active model. */
  record ActiveModel(
      String type,
      String version,
      Instant createdAt,
      Instant trainedAll,
      Instant historyStart,
      Instant historyEnd,
      int fleetSize,
      int instances) {
    static ActiveModel of(Manifest manifest) {
      return new ActiveModel(
          manifest.type(),
          manifest.version(),
          manifest.provenance().createdAt(),
          manifest.provenance().trainedAll(),
          manifest.provenance().historyStart(),
          manifest.provenance().historyEnd(),
          manifest.fleetSize(),
          manifest.rows().size() - 1);
    }
  }

  static DetectorStatus of(VisibleDetector detector, Instant now) {
    DetectorState state = detector.state();
    List<InstanceReading> readings = detector.readings(now);
    return new DetectorStatus(
        detector.name(),
        state.lastScoring().orElse(null),
        state.config().timing().step(),
        state.config().timing().scoringInterval(),
        state.queries().get().rateWindow(),
        states(readings.stream()),
        state.overLimit(),
        detector.ambiguous().map(Ambiguous::of).orElse(null),
        readings.stream().filter(InstanceReading::isAnomalous).count(),
        detector.drift(),
        state.model().manifest().map(ActiveModel::of).orElse(null));
  }

  /** Returns the number of instances in each state by its name; 0 is present, too. */
  static Map<String, Long> states(Stream<InstanceReading> readings) {
    Map<InstanceState, Long> counts = new EnumMap<>(InstanceState.class);
    readings.forEach(reading -> counts.merge(reading.state(), 1L, Long::sum));
    Map<String, Long> states = new LinkedHashMap<>();
    for (InstanceState state : InstanceState.values()) {
      states.put(state.label(), counts.getOrDefault(state, 0L));
    }
    return states;
  }
}
