package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TestFrames;
import io.github.anomalyexporter.core.detector.TestKind;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Training on frames of {@link TestFrames}. */
public final class TestStacks {
  private TestStacks() {}

  /** Trains all on a frame and opens the detector. */
  public static Detector detector(FeatureSet features, Frame history) {
    DetectorTraining training = training(features, new MeanTrainer());
    return training.open(trained(all(training, history, null)));
  }

  static DetectorTraining training(FeatureSet features, MeanTrainer trainer) {
    MeanInference inference = new MeanInference();
    TestKind kind =
        new TestKind(
            AutoencoderDetector::rowsBefore,
            new AutoencoderTraining(trainer, inference)::train,
            (trained, minCoverage) -> {
              AutoencoderStack stack = AutoencoderStack.of(trained);
              return new AutoencoderDetector(stack, inference.open(stack.weights()), minCoverage);
            });
    return new DetectorTraining(kind, features, TestKind.OPTIONS);
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
