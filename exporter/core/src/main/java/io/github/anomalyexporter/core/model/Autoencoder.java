package io.github.anomalyexporter.core.model;

/**
 * A stack of trained autoencoders, ready to reconstruct. Holds native memory: whoever made it
 * closes it, and every call after that is an {@link IllegalStateException}. Safe for use by several
 * threads; closing waits for calls under way.
 */
public interface Autoencoder extends AutoCloseable {
  /** The weights it was made of, including those read back from disk. */
  Weights weights();

  /**
   * Reconstructs samples, the same number by each of some rows of the stack, in one call.
   *
   * @param inputs {@code [stackRows, samples, inputs]} flat; NaN where missing (filled, as in
   *     training)
   * @param stackRows which row of the stack each group of samples is for
   * @return of the same shape; never NaN where the weights are finite
   */
  float[] reconstruct(float[] inputs, int[] stackRows);

  @Override
  void close();
}
