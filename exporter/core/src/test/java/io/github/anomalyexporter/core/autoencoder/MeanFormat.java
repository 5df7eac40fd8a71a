package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.Weights;
import java.nio.file.Path;

/** Opens what {@link MeanTrainer} learned. Keeps nothing on disk. */
final class MeanFormat implements AutoencoderFormat {
  @Override
  public Autoencoder open(Weights weights) {
    return new MeanAutoencoder(weights);
  }

  @Override
  public void save(Weights weights, Path directory) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Weights load(Path directory, Architecture architecture) {
    throw new UnsupportedOperationException();
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
