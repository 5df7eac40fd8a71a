package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Inference;
import io.github.anomalyexporter.core.model.Weights;

/** Opens what {@link MeanTrainer} learned. */
final class MeanInference implements Inference {
  @Override
  public Autoencoder open(Weights weights) {
    return new MeanAutoencoder(weights);
  }

  /** Reconstructs every sample as the mean of its row of the stack. */
  private static final class MeanAutoencoder implements Autoencoder {
    private final Weights weights;
    private boolean closed;

    MeanAutoencoder(Weights weights) {
      this.weights = weights;
    }

    @Override
    public void reconstruct(float[] inputs, int[] stackRows, float[] reconstructed) {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      int width = weights.architecture().inputs();
      float[] means = weights.bias(weights.architecture().layers() - 1);
      int group = inputs.length / Math.max(1, stackRows.length);
      for (int start = 0; start < inputs.length; start += width) {
        int row = stackRows[start / group];
        System.arraycopy(means, row * width, reconstructed, start, width);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
