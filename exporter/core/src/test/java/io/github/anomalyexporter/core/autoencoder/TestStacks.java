package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TestFrames;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Training on frames of {@link TestFrames}. */
public final class TestStacks {
  static final ModelOptions OPTIONS =
      new ModelOptions(
          List.of(2),
          new TrainingOptions(10, 2, 64, 0.001, 1, 1),
          instance -> ThresholdOptions.DEFAULT,
          0.5);

  private TestStacks() {}

  /** Trains all on a frame and opens the detector. */
  public static Detector detector(FeatureSet features, Frame history) {
    DetectorTraining training =
        new AutoencoderTraining(features, OPTIONS, new MeanTrainer(), new MeanFormat());
    return training.open(trained(all(training, history, null)));
  }

  static DetectorTraining.Outcome all(
      DetectorTraining training, Frame history, @Nullable TrainedDetector previous) {
    return training.trainAll(
        history, Map.of(), previous, TestFrames.END, (epoch, epochs, loss) -> true);
  }

  static AutoencoderStack trained(DetectorTraining.Outcome outcome) {
    return AutoencoderStack.of(Objects.requireNonNull(outcome.detector()));
  }
}
