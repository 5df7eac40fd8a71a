package io.github.anomalyexporter.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** The gradient of each row of the stack, clipped by its norm over all layers. */
final class RowGradient {
  private final Operand<TFloat32> clipped;
  private final Operand<TBool> usable;

  /**
   * @param gradient {@code [rows, parameters]}
   * @param limit upper bound on the norm of a row
   */
  RowGradient(Ops tf, Operand<TFloat32> gradient, double limit) {
    Operand<TFloat32> norm =
        tf.math.sqrt(
            tf.reduceSum(tf.math.square(gradient), tf.constant(1), ReduceSum.keepDims(true)));
    Operand<TFloat32> bound = tf.constant((float) limit);
    clipped = tf.math.mul(gradient, tf.math.div(bound, tf.math.maximum(norm, bound)));
    usable = tf.math.logicalAnd(tf.math.isFinite(norm), tf.math.greater(norm, tf.constant(0f)));
  }

  /** {@code [rows, parameters]}. */
  Operand<TFloat32> clipped() {
    return clipped;
  }

  /**
   * {@code [rows, 1]}: false if all samples of the row are missing or its gradient is not finite;
   * the row is then not changed.
   */
  Operand<TBool> usable() {
    return usable;
  }
}
