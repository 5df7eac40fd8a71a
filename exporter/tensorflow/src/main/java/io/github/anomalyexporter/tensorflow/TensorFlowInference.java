package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Inference;
import io.github.anomalyexporter.core.model.Weights;

/** Runs networks in TensorFlow, whose native library the first network loads. */
public final class TensorFlowInference implements Inference {
  @Override
  public Autoencoder open(Weights weights) {
    return new TensorFlowAutoencoder(weights);
  }
}
