package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** Squared errors of the reconstruction over the present cells, for each row of the stack. */
final class MaskedSquares {
  private final Operand<TFloat32> squares;
  private final Operand<TFloat32> cells;
  private final Operand<TFloat32> meanSummed;

  /**
   * @param inputs {@code [rows, samples, inputs]}
   */
  MaskedSquares(Ops tf, Architecture architecture, StackedLayers layers, Operand<TFloat32> inputs) {
    FeedForward network = new FeedForward(tf, architecture);
    Operand<TBool> present = tf.math.isFinite(inputs);
    Operand<TFloat32> mask = tf.dtypes.cast(present, TFloat32.class);
    Operand<TFloat32> filled = network.fill(inputs, present);
    Operand<TFloat32> reconstruction =
        network.reconstruct(filled, layers.kernels(), layers.biases());
    Operand<TFloat32> errors = tf.math.mul(tf.math.sub(reconstruction, filled), mask);
    int[] perRow = {1, 2};
    squares = tf.reduceSum(tf.math.square(errors), tf.constant(perRow));
    cells = tf.reduceSum(mask, tf.constant(perRow));
    Operand<TFloat32> mean = tf.math.div(squares, tf.math.maximum(cells, tf.constant(1f)));
    meanSummed = tf.reduceSum(mean, tf.constant(0));
  }

  /** {@code [rows]}: sum of squared errors. */
  Operand<TFloat32> squares() {
    return squares;
  }

  /** {@code [rows]}: number of present cells. */
  Operand<TFloat32> cells() {
    return cells;
  }

  /**
   * The scalar to minimise: the mean squared error of each row, summed over the rows, so that the
   * contribution of a row does not depend on other rows.
   */
  Operand<TFloat32> meanSummed() {
    return meanSummed;
  }
}
