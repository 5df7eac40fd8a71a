package io.github.anomalyexporter.core.model;

/**
 * A stack of trained autoencoders, ready to reconstruct. It may own native memory: its creator
 * closes it, and every call after that throws an {@link IllegalStateException}. Safe for use by
 * several threads; closing waits for calls in progress.
 */
public interface Autoencoder extends AutoCloseable {
  /**
   * Reconstructs groups of samples of the same size, each by one row of the stack.
   *
   * @param inputs {@code [stackRows, samples, inputs]} flat; NaN where missing (filled, as in
   *     training); infinite counts as missing
   * @param stackRows the row of the stack for each group of samples
   * @param reconstructed receives the reconstruction, of the same shape; never NaN where the
   *     weights are finite. May be {@code inputs} itself
   */
  void reconstruct(float[] inputs, int[] stackRows, float[] reconstructed);

  /** Reconstructs into a new array. */
  default float[] reconstruct(float[] inputs, int[] stackRows) {
    float[] reconstructed = new float[inputs.length];
    reconstruct(inputs, stackRows, reconstructed);
    return reconstructed;
  }

  @Override
  void close();
}
