package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.baseline.Baseline;
import io.github.anomalyexporter.core.evaluation.AutoencoderDetector;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.core.score.ThresholdMethod;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
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

  /** The share of outliers that those who use these models assume most. */
  private static final ThresholdOptions ONE_ROW_IN_A_HUNDRED =
      ThresholdOptions.DEFAULT.withMethod(ThresholdMethod.QUANTILE).withQuantile(0.99);

  private static final Map<String, Supplier<TrainableDetector>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put(DEFAULT, TrainableDetectors::autoencoder);
    BY_NAME.put("pca", () -> Baseline.principalComponents(ONE_ROW_IN_A_HUNDRED));
    BY_NAME.put("isolation-forest", () -> Baseline.isolationForest(ONE_ROW_IN_A_HUNDRED));
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
    return configured(ConfigFile.defaults().detectors().get(0));
  }

  /** The one that {@code serve} runs of this configuration. */
  static TrainableDetector configured(DetectorConfig detector) {
    return new AutoencoderDetector(
        DetectorParts.modelOptions(detector), new TensorFlowTrainer(), new TensorFlowFormat());
  }
}
