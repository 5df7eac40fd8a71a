package io.github.anomalyexporter.core.model;

/**
 * A stack of trained autoencoders, ready to reconstruct. It owns native memory: its creator closes
 * it, and every call after that throws an {@link IllegalStateException}. Safe for use by several
 * threads; closing waits for calls in progress.
 */
public interface Autoencoder extends AutoCloseable {
  /**
   * Reconstructs groups of samples of the same size, each by one row of the stack.
   *
   * @param inputs {@code [stackRows, samples, inputs]} flat; NaN where missing (filled, as in
   *     training)
   * @param stackRows the row of the stack for each group of samples
   * @return of the same shape; never NaN where the weights are finite
   */
  default float[] reconstruct(float[] inputs, int[] stackRows) {
    float[] reconstructed = new float[inputs.length];
    reconstruct(inputs, stackRows, reconstructed);
    return reconstructed;
  }

  /**
   * Reconstructs as above.
   *
   * @param reconstructed receives the reconstruction, of the shape of the inputs
   */
  void reconstruct(float[] inputs, int[] stackRows, float[] reconstructed);

  @Override
  void close();
}
