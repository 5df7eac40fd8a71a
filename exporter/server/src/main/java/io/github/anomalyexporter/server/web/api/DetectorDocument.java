package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.config.DetectorConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A detector: its status, its trainings, its configuration and its features.
 *
 * @param features in the order of the inputs of the model: the queried features first
 */
record DetectorDocument(
    String name,
    DetectorStatus status,
    TrainingDocument training,
    Options options,
    List<FeatureDocument> features) {

  /**
   * The configuration, with the names of its keys.
   *
   * @param scrapeInterval null if it is measured
   */
  record Options(
      String type,
      String source,
      String selector,
      List<String> identityLabels,
      List<String> replicaLabels,
      @Nullable Duration scrapeInterval,
      int maxInstances,
      Duration step,
      Duration scoringInterval,
      Duration queryOffset,
      Duration history,
      Duration minHistory,
      Duration trainingInterval,
      double minCoverage,
      List<Integer> layers,
      long seed,
      int topFeatures) {
    static Options of(DetectorConfig config) {
      return new Options(
          config.type().name(),
          config.source().kind().label(),
          config.source().selector(),
          config.source().identityLabels(),
          config.source().replicaLabels(),
          config.source().scrapeInterval().orElse(null),
          config.source().maxInstances(),
          config.timing().step(),
          config.timing().scoringInterval(),
          config.timing().queryOffset(),
          config.history().length(),
          config.history().minHistory(),
          config.history().trainingInterval(),
          config.minCoverage(),
          config.model().layers(),
          config.model().training().seed(),
          config.explanation().topFeatures());
    }
  }

  static DetectorDocument of(VisibleDetector detector, Instant now) {
    return new DetectorDocument(
        detector.name(),
        DetectorStatus.of(detector, now),
        TrainingDocument.of(detector.trainings()),
        Options.of(detector.config()),
        FeatureDocument.all(detector.state()));
  }
}
