package io.github.anomalyexporter.server.evaluate;

import io.github.anomalyexporter.core.autoencoder.AutoencoderTraining;
import io.github.anomalyexporter.core.autoencoder.ModelOptions;
import io.github.anomalyexporter.core.evaluation.EvaluatedDetector;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.core.model.AutoencoderTrainer;
import io.github.anomalyexporter.core.model.Part;
import io.github.anomalyexporter.server.UntrainedNetwork;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.ModelConfig;
import io.github.anomalyexporter.tensorflow.TensorFlowFormat;
import io.github.anomalyexporter.tensorflow.TensorFlowTrainer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The default detector without one of its parts each. */
final class Ablation {
  private Ablation() {}

  /** By what is left out. */
  static Map<String, TrainableDetector> detectors() {
    Map<String, TrainableDetector> detectors = new LinkedHashMap<>();
    detectors.put("nothing", without(Set.of(), new TensorFlowTrainer()));
    detectors.put("the autoencoder", without(Set.of(), new UntrainedNetwork()));
    detectors.put("the rows before, in the forecast", without(Part.PAST));
    detectors.put("the time of day", without(Part.CLOCK));
    detectors.put("innovation residual", without(Part.INNOVATION_RESIDUAL));
    detectors.put("seasonal deviation", without(Part.SEASONAL_DEVIATION));
    detectors.put("the smoothing of the innovation residual", without(Part.SMOOTHING));
    detectors.put("the choice of the five largest", without(Part.LARGEST));
    detectors.put("the bound of the innovation residual", without(Part.GATE));
    return detectors;
  }

  private static TrainableDetector without(Part part) {
    return without(Set.of(part), new TensorFlowTrainer());
  }

  private static TrainableDetector without(Set<Part> parts, AutoencoderTrainer trainer) {
    DetectorConfig defaults = ConfigFile.defaults().detectors().get(0);
    return new EvaluatedDetector(
        (features, seed) -> {
          DetectorConfig config = defaults.with(features, seed);
          ModelConfig model = config.model();
          return new AutoencoderTraining(
              features,
              new ModelOptions(
                  model.hidden(),
                  model.training(),
                  model.threshold()::optionsFor,
                  config.scoring().minCoverage(),
                  parts),
              trainer,
              new TensorFlowFormat());
        });
  }
}
