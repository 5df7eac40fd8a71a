package io.github.anomalyexporter.server.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.store.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance at one time. An unknown number is NaN.
 *
 * @param reason why an instance that is warming up or has no model has no score; null otherwise
 * @param suppressed reasons
 * @param isAnomalous null without a score
 * @param newLevelSince start of an anomaly that has become the new level; null without one
 * @param scoredAt null without a score
 * @param model that scores the instance; null without one, and if the instance has no score
 * @param features by descending contribution; null, and then absent, if they are not requested
 */
record InstanceDocument(
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
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<FeatureReading> features) {

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
  record FeatureReading(
      String feature, String unit, double contribution, double actual, double expected) {
    static FeatureReading of(FeatureContribution found) {
      return new FeatureReading(
          found.feature(), found.unit(), found.share(), found.actual(), found.expected());
    }
  }

  /**
   * Returns the document of an instance.
   *
   * @param rows rows of the active model
   * @param withFeatures whether the document has the features
   */
  static InstanceDocument of(
      VisibleDetector detector,
      InstanceReading reading,
      Map<Labels, Manifest.Row> rows,
      Instant now,
      boolean withFeatures) {
    return new InstanceDocument(
        detector.name(),
        reading.instance().asMap(),
        reading.state().label(),
        reason(detector, reading),
        suppressed(detector, reading.instance(), now),
        reading.score(),
        reading.hasScore() ? reading.isAnomalous() : null,
        reading.error(),
        reading.threshold(),
        reading.newLevelSince(),
        reading.coverage(),
        reading.scoredAt(),
        reading.seenAt(),
        InstanceModel.of(rows, reading),
        withFeatures ? features(detector, reading.instance()) : null);
  }

  /** Returns this document with the first features only, those that contribute most. */
  InstanceDocument withWorst(int most) {
    return new InstanceDocument(
        detector,
        labels,
        state,
        reason,
        suppressed,
        score,
        isAnomalous,
        reconstructionError,
        threshold,
        newLevelSince,
        coverage,
        scoredAt,
        seenAt,
        model,
        features == null ? null : features.stream().limit(most).toList());
  }

  static List<String> suppressed(VisibleDetector detector, Labels instance, Instant now) {
    return detector.running().exemptions().suppressing(instance, now).stream()
        .map(ExemptionReason::label)
        .toList();
  }

  static @Nullable String reason(VisibleDetector detector, InstanceReading reading) {
    if (reading.unscored() != null) {
      return reading.unscored().reason();
    }
    return reading.state() == InstanceState.NO_MODEL
        ? "no model yet: the first is trained when an instance has %s of history"
            .formatted(PrometheusDuration.format(detector.config().history().minHistory()))
        : null;
  }

  private static List<FeatureReading> features(VisibleDetector detector, Labels instance) {
    return detector.state().board().features(instance).stream()
        .sorted(Comparator.comparingDouble(FeatureContribution::share).reversed())
        .map(FeatureReading::of)
        .toList();
  }
}
