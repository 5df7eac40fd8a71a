package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.recurrence.ProposalsDocument;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.version.BuildVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON documents of the API, written by {@link ApiJson}: an unknown number is NaN here. */
final class ApiDocuments {
  private final ExporterApi exporter;

  ApiDocuments(ExporterApi exporter) {
    this.exporter = exporter;
  }

  /** {@code /api/v1/status}. */
  record Status(String version, boolean ready, List<DetectorStatus> detectors) {
    Status {
      detectors = List.copyOf(detectors);
    }
  }

  /**
   * A detector.
   *
   * @param lastScoring null before the first run
   * @param instances number of instances by state
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
      @Nullable Model model) {}

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
  record Model(
      String type,
      String version,
      Instant createdAt,
      Instant trainedAll,
      Instant historyStart,
      Instant historyEnd,
      int fleetSize,
      int instances) {
    static Model of(Manifest manifest) {
      return new Model(
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

  /**
   * An instance.
   *
   * @param reason why an instance that is warming up has no score; null otherwise
   * @param suppressed reasons
   * @param isAnomalous null without a score
   * @param newLevelSince start of an anomaly that has become the new level; null without one
   * @param scoredAt null without a score
   * @param model that scores the instance; null without one, and if the instance has no score
   * @param features by descending contribution
   */
  record Instance(
      String detector,
      Map<String, String> labels,
      String state,
      @Nullable String reason,
      List<String> suppressed,
      double score,
      @Nullable Boolean isAnomalous,
      double reconstructionError,
      double threshold,
      @Nullable Instant newLevelSince,
      double coverage,
      @Nullable Instant scoredAt,
      Instant seenAt,
      @Nullable InstanceModel model,
      List<Feature> features) {}

  /**
   * The model that scores an instance.
   *
   * @param ofFleet whether it is the fleet's model, because the instance has none of its own
   * @param history length of the history that it was trained on; null for the fleet's
   * @param thresholdReason how the threshold was calibrated, a readable sentence: after a short
   *     history the threshold is extrapolated
   */
  record InstanceModel(
      boolean ofFleet,
      Instant trainedAt,
      @Nullable Duration history,
      String thresholdMethod,
      String thresholdReason) {
    static @Nullable InstanceModel of(Map<Labels, Manifest.Row> rows, InstanceReading reading) {
      if (!reading.hasScore()) {
        return null;
      }
      Manifest.Row own = rows.get(reading.instance());
      Manifest.Row row = own == null ? rows.get(TrainedInstance.FLEET) : own;
      return row == null
          ? null
          : new InstanceModel(
              own == null,
              row.trainedAt(),
              own == null ? null : row.history(),
              row.calibration().method().name().toLowerCase(Locale.ROOT),
              row.calibration().reason());
    }
  }

  /** A feature of an instance. */
  record Feature(String feature, String unit, double contribution, double actual, double expected) {
    static Feature of(FeatureContribution found) {
      return new Feature(
          found.feature(), found.unit(), found.share(), found.actual(), found.expected());
    }
  }

  Status status() {
    return new Status(
        BuildVersion.current(),
        exporter.isReady(),
        exporter.detectors().stream().map(detector -> status(detector.state())).toList());
  }

  private DetectorStatus status(DetectorState state) {
    Instant now = exporter.clock().instant();
    List<InstanceReading> readings = state.board().read(now);
    Map<String, Long> instances = new LinkedHashMap<>();
    for (InstanceState each : InstanceState.values()) {
      instances.put(each.label(), readings.stream().filter(it -> it.state() == each).count());
    }
    return new DetectorStatus(
        state.config().name(),
        state.lastScoring().orElse(null),
        state.config().timing().step(),
        state.config().timing().scoringInterval(),
        state.queries().get().rateWindow(),
        instances,
        state.overLimit(),
        state.ambiguous().map(Ambiguous::of).orElse(null),
        readings.stream().filter(InstanceReading::isAnomalous).count(),
        state.board().drift(),
        state.model().manifest().map(Model::of).orElse(null));
  }

  /**
   * Returns the instances that have all of some labels.
   *
   * @param wanted values by label, which may include {@code detector}
   */
  List<Instance> instances(Map<String, String> wanted) {
    List<Instance> instances = new ArrayList<>();
    Instant now = exporter.clock().instant();
    for (RunningDetector detector : exporter.detectors()) {
      Map<Labels, Manifest.Row> rows =
          detector.state().model().manifest().map(Manifest::rowByInstance).orElseGet(Map::of);
      for (InstanceReading reading : detector.state().board().read(now)) {
        if (detector.state().matches(reading.instance(), wanted)) {
          instances.add(instance(detector, reading, InstanceModel.of(rows, reading), now));
        }
      }
    }
    return instances;
  }

  /**
   * Returns the proposed calendar entries of each detector.
   *
   * @param wanted may include {@code detector}
   */
  List<ProposalsDocument> proposals(Map<String, String> wanted) {
    return exporter.detectors().stream()
        .map(RunningDetector::state)
        .filter(
            state ->
                wanted
                    .getOrDefault("detector", state.config().name())
                    .equals(state.config().name()))
        .map(
            state ->
                state
                    .proposals()
                    .map(ProposalsDocument::of)
                    .orElseGet(() -> ProposalsDocument.unknown(state.config().name())))
        .toList();
  }

  private static Instance instance(
      RunningDetector detector,
      InstanceReading reading,
      @Nullable InstanceModel model,
      Instant now) {
    DetectorState state = detector.state();
    return new Instance(
        state.config().name(),
        reading.instance().asMap(),
        reading.state().label(),
        reading.unscored() == null ? null : reading.unscored().reason(),
        detector.exemptions().suppressing(reading.instance(), now).stream()
            .map(ExemptionReason::label)
            .toList(),
        reading.score(),
        reading.hasScore() ? reading.isAnomalous() : null,
        reading.error(),
        reading.threshold(),
        reading.newLevelSince(),
        reading.coverage(),
        reading.scoredAt(),
        reading.seenAt(),
        model,
        state.board().features(reading.instance()).stream()
            .sorted(Comparator.comparingDouble(FeatureContribution::share).reversed())
            .map(Feature::of)
            .toList());
  }
}
