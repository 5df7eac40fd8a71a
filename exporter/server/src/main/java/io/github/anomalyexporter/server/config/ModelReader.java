package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.util.List;
import java.util.Locale;

/** Reads the model settings of a detector. */
final class ModelReader {
  private static final int MOST_EPOCHS = 10_000;
  private static final int MOST_BATCH_SIZE = 65_536;
  private static final int MOST_LAYERS = 15;
  private static final int MOST_WIDTH = 1_000;

  private static final String[] NETWORK_KEYS = {
    "layers", "epochs", "patience", "batch_size", "learning_rate", "gradient_clip"
  };

  private ModelReader() {}

  /**
   * @param threshold the {@code threshold} section of the detector
   * @param identityLabels identity labels of the detector
   */
  static ModelConfig read(
      DetectorKind kind,
      Section model,
      Section threshold,
      FeatureSet features,
      List<String> identityLabels) {
    if (!kind.hasNetwork()) {
      for (String key : model.present(NETWORK_KEYS)) {
        model
            .value(key)
            .problem(
                ProblemKind.CONFLICT, "no value, because type " + kind.name() + " has no network");
      }
    }
    return new ModelConfig(
        kind.hasNetwork() ? layers(model.value("layers"), features.size()) : List.of(),
        training(model),
        ThresholdReader.read(threshold, kind.defaultThreshold(), features.step(), identityLabels));
  }

  private static List<Integer> layers(Value value, int inputs) {
    if (value.isEmpty()) {
      return ModelConfig.DEFAULT_LAYERS;
    }
    List<Value> items = value.items();
    List<Integer> layers =
        items.stream().flatMap(item -> item.integer(1, MOST_WIDTH).stream()).toList();
    if (value.isList() && (items.isEmpty() || items.size() > MOST_LAYERS)) {
      value.problem(
          ProblemKind.OUT_OF_RANGE,
          "a list of 1 to " + MOST_LAYERS + " widths",
          "a list of " + items.size());
    }
    if (layers.isEmpty() || layers.size() > MOST_LAYERS || layers.size() < items.size()) {
      return ModelConfig.DEFAULT_LAYERS;
    }
    if (inputs > 0) {
      checkWeights(value, new Architecture(inputs, layers));
    }
    return layers;
  }

  private static void checkWeights(Value value, Architecture architecture) {
    int weights = architecture.weightsPerRow();
    if (weights > ModelConfig.MOST_WEIGHTS) {
      value.problem(
          ProblemKind.OUT_OF_RANGE,
          String.format(
              Locale.ROOT, "at most %,d weights for each instance", ModelConfig.MOST_WEIGHTS),
          String.format(Locale.ROOT, "%,d with %d inputs", weights, architecture.inputs()));
    }
  }

  private static TrainingOptions training(Section model) {
    return new TrainingOptions(
        model.value("epochs").integer(1, MOST_EPOCHS).orElse(ModelConfig.DEFAULT_EPOCHS),
        model.value("patience").integer(1, MOST_EPOCHS).orElse(ModelConfig.DEFAULT_PATIENCE),
        model
            .value("batch_size")
            .integer(1, MOST_BATCH_SIZE)
            .orElse(ModelConfig.DEFAULT_BATCH_SIZE),
        model
            .value("learning_rate")
            .number("a number above 0 and up to 1", rate -> rate > 0 && rate <= 1)
            .orElse(ModelConfig.DEFAULT_LEARNING_RATE),
        model.value("gradient_clip").positive().orElse(ModelConfig.DEFAULT_GRADIENT_CLIP),
        model.value("seed").integer().orElse(ModelConfig.DEFAULT_SEED));
  }
}
