package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** The forward pass, the same one for training and for reconstructing. */
final class FeedForward {
  private final Ops tf;
  private final Architecture architecture;

  FeedForward(Ops tf, Architecture architecture) {
    this.tf = tf;
    this.architecture = architecture;
  }

  /**
   * Fills missing cells with 0, the mean innovation.
   *
   * @param present true where a cell of the inputs is finite
   */
  Operand<TFloat32> fill(Operand<TFloat32> inputs, Operand<TBool> present) {
    return tf.select(present, inputs, tf.zerosLike(inputs));
  }

  /**
   * Reconstructs inputs, each batch with its own kernels and biases.
   *
   * @param filled {@code [batches, samples, inputs]}, nothing missing
   * @param kernels by layer, {@code [batches, fanIn, fanOut]}
   * @param biases by layer, {@code [batches, 1, fanOut]}
   * @return {@code [batches, samples, inputs]}
   */
  Operand<TFloat32> reconstruct(
      Operand<TFloat32> filled, List<Operand<TFloat32>> kernels, List<Operand<TFloat32>> biases) {
    Operand<TFloat32> activations =
        tf.clipByValue(
            filled,
            tf.constant(-Architecture.LARGEST_INPUT),
            tf.constant(Architecture.LARGEST_INPUT));
    for (int layer = 0; layer < architecture.layers(); layer++) {
      Operand<TFloat32> sums =
          tf.math.add(
              tf.train.batchMatMul(activations, kernels.get(layer), TFloat32.class),
              biases.get(layer));
      activations = layer < architecture.hidden().size() ? tf.math.tanh(sums) : sums;
    }
    return activations;
  }
}
