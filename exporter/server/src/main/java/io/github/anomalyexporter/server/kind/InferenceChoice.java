package io.github.anomalyexporter.server.kind;

import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Inference;
import io.github.anomalyexporter.core.model.JavaAutoencoder;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.tensorflow.NativeLibrary;
import io.github.anomalyexporter.tensorflow.TensorFlowInference;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways to run trained networks, by the names of the flag {@code --inference}. */
public enum InferenceChoice implements Inference {
  /**
   * Plain Java, which never loads a native library. It is faster for few networks; TensorFlow is
   * faster for hundreds of them and for many samples of each: {@code 0017-inference-in-plain-java}.
   */
  AUTO,
  /** Plain Java: on any processor, without a native library. */
  JAVA,
  TENSORFLOW;

  @Override
  public Autoencoder open(Weights weights) {
    return switch (this) {
      case AUTO, JAVA -> new JavaAutoencoder(weights);
      case TENSORFLOW -> new TensorFlowInference().open(weights);
    };
  }

  /** Returns whether the program was distributed with what this way needs. */
  public boolean isInstalled() {
    return this != TENSORFLOW || NativeLibrary.isInstalled();
  }

  /** Returns its name as a value of the flag. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> labels() {
    return Arrays.stream(values()).map(InferenceChoice::label).toList();
  }

  /** Returns the choice of a name; empty if there is none. */
  public static Optional<InferenceChoice> of(String label) {
    return Arrays.stream(values()).filter(choice -> choice.label().equals(label)).findFirst();
  }
}
