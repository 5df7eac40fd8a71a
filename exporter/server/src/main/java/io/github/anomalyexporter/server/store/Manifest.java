package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.Scaling;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.score.Calibration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a stored model says of itself: {@code manifest.json}.
 *
 * @param formatVersion of the whole directory; another one is refused
 * @param featureFingerprint of the schema it was trained with; a detector with another one cannot
 *     use it
 * @param features names of the inputs, in order
 * @param rows of the stack, the fleet's first
 */
public record Manifest(
    int formatVersion,
    String detector,
    String version,
    Provenance provenance,
    String featureFingerprint,
    List<String> features,
    Architecture architecture,
    int fleetSize,
    List<Row> rows) {

  public Manifest {
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(featureFingerprint, "feature fingerprint");
    Objects.requireNonNull(architecture, "architecture");
    features = List.copyOf(features);
    rows = List.copyOf(rows);
  }

  /** The format this code writes. */
  static final int FORMAT_VERSION = 1;

  /**
   * How the model came to be.
   *
   * @param trainedAll when all instances were last trained; later versions may have added some
   * @param rateWindow of the queries; a model knows no other one
   * @param historyStart of the last training
   */
  public record Provenance(
      Instant createdAt,
      Instant trainedAll,
      String exporterVersion,
      String javaVersion,
      Instant historyStart,
      Instant historyEnd,
      Duration step,
      Duration rateWindow,
      TrainingOptions training) {}

  /** The shape of the autoencoder. */
  public record Architecture(Scaling scaling, List<Integer> hidden) {}

  /**
   * One row of the stack.
   *
   * @param instance identity labels; none for the fleet's row
   */
  public record Row(
      Map<String, String> instance,
      Instant trainedAt,
      Duration history,
      int trainingRows,
      Calibration calibration,
      RowReport report) {
    static Row of(TrainedInstance trained) {
      return new Row(
          trained.instance().asMap(),
          trained.trainedAt(),
          trained.history(),
          trained.rows(),
          trained.calibration(),
          trained.report());
    }
  }
}
