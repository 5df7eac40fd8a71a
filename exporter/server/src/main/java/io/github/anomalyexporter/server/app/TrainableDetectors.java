package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.evaluation.AutoencoderDetector;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.tensorflow.TensorFlowFormat;
import io.github.anomalyexporter.tensorflow.TensorFlowTrainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The kinds of detector that there are, by name. */
public final class TrainableDetectors {
  /** The one that {@code serve} runs where nothing is configured. */
  public static final String DEFAULT = "default";

  private static final Map<String, Supplier<TrainableDetector>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put(DEFAULT, TrainableDetectors::autoencoder);
  }

  private TrainableDetectors() {}

  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /** A new one, or empty where there is none of this name. */
  public static Optional<TrainableDetector> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name)).map(Supplier::get);
  }

  private static TrainableDetector autoencoder() {
    return new AutoencoderDetector(
        DetectorParts.modelOptions(ConfigFile.defaults().detectors().get(0)),
        new TensorFlowTrainer(),
        new TensorFlowFormat());
  }
}
