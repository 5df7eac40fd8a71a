package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.autoencoder.AutoencoderTraining;
import io.github.anomalyexporter.core.autoencoder.ModelOptions;
import io.github.anomalyexporter.core.baseline.BaselineOptions;
import io.github.anomalyexporter.core.baseline.BaselineTraining;
import io.github.anomalyexporter.core.baseline.IsolationForest;
import io.github.anomalyexporter.core.baseline.PrincipalComponents;
import io.github.anomalyexporter.core.baseline.RowModelKind;
import io.github.anomalyexporter.core.detector.DetectorFormat;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.ModelConfig;
import io.github.anomalyexporter.server.store.AutoencoderFiles;
import io.github.anomalyexporter.server.store.BaselineFile;
import io.github.anomalyexporter.tensorflow.NativeLibrary;
import io.github.anomalyexporter.tensorflow.TensorFlowFormat;
import io.github.anomalyexporter.tensorflow.TensorFlowTrainer;

/** Training and storage format of each kind of detector. */
final class DetectorKinds {
  private DetectorKinds() {}

  /**
   * Returns the training of a configured detector.
   *
   * @throws io.github.anomalyexporter.core.model.ModelRuntimeException if TensorFlow is needed and
   *     cannot be loaded
   */
  static DetectorTraining training(DetectorConfig detector) {
    return switch (detector.type()) {
      case AUTOENCODER -> {
        NativeLibrary.load();
        yield new AutoencoderTraining(
            detector.features(),
            modelOptions(detector),
            new TensorFlowTrainer(),
            new TensorFlowFormat());
      }
      case PCA -> training(PrincipalComponents.KIND, detector);
      case ISOLATION_FOREST -> training(IsolationForest.KIND, detector);
    };
  }

  /** Returns the storage format of a configured detector. */
  static DetectorFormat format(DetectorConfig detector) {
    return switch (detector.type()) {
      case AUTOENCODER ->
          new AutoencoderFiles(
              new TensorFlowFormat(), detector.model().hidden(), detector.scoring().minCoverage());
      case PCA -> format(PrincipalComponents.KIND, detector);
      case ISOLATION_FOREST -> format(IsolationForest.KIND, detector);
    };
  }

  private static DetectorTraining training(RowModelKind kind, DetectorConfig detector) {
    ModelConfig model = detector.model();
    return new BaselineTraining(
        kind,
        detector.features(),
        new BaselineOptions(
            model.threshold()::optionsFor,
            detector.scoring().minCoverage(),
            model.training().seed()));
  }

  private static DetectorFormat format(RowModelKind kind, DetectorConfig detector) {
    return new BaselineFile(detector.type().key(), kind, detector.scoring().minCoverage());
  }

  private static ModelOptions modelOptions(DetectorConfig detector) {
    ModelConfig model = detector.model();
    return new ModelOptions(
        model.hidden(),
        model.training(),
        model.threshold()::optionsFor,
        detector.scoring().minCoverage());
  }
}
