package io.github.anomalyexporter.core.model;

/**
 * A way to run trained networks. All ways give the same reconstruction, apart from its rounding.
 * Safe for use by several threads.
 */
@FunctionalInterface
public interface Inference {
  /**
   * Creates an autoencoder with the given weights. The caller closes it.
   *
   * @throws ModelRuntimeException if it needs a native library that cannot be loaded
   */
  Autoencoder open(Weights weights);
}
