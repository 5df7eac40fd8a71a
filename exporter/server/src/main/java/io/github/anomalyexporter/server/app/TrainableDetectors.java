package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.evaluation.EvaluatedDetector;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.DetectorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Kinds of detectors by name, each with its default configuration. */
public final class TrainableDetectors {
  /** Name of the detector that {@code serve} runs without a configuration. */
  public static final String DEFAULT = "default";

  private TrainableDetectors() {}

  public static List<String> names() {
    return Stream.of(DetectorType.values()).map(TrainableDetectors::name).toList();
  }

  /** Returns a new detector of this name; empty if the name is unknown. */
  public static Optional<TrainableDetector> named(String name) {
    return Stream.of(DetectorType.values())
        .filter(type -> name(type).equals(name))
        .findFirst()
        .map(TrainableDetectors::of);
  }

  private static String name(DetectorType type) {
    return type == DetectorType.AUTOENCODER ? DEFAULT : type.key();
  }

  private static TrainableDetector of(DetectorType type) {
    DetectorConfig configured = ConfigFile.defaults(type).detectors().get(0);
    return new EvaluatedDetector(
        (features, seed) -> DetectorKinds.training(configured.with(features, seed)));
  }
}
