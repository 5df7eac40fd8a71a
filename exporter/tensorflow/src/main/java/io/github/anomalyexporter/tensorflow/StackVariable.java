package io.github.anomalyexporter.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A variable of the training graph with a row for each row of the stack. Steps read and write only
 * their own rows. A read returns a copy, so that no gradient passes through the variable itself,
 * which TensorFlow's native gradients do not support.
 */
final class StackVariable {
  private final Ops tf;
  private final int rows;
  private final int width;
  private final VarHandleOp handle;

  StackVariable(Ops tf, String name, int rows, int width) {
    this.tf = tf;
    this.rows = rows;
    this.width = width;
    this.handle =
        tf.withName(name)
            .varHandleOp(TFloat32.class, Shape.of(rows, width), VarHandleOp.sharedName(name));
  }

  /** {@code [rows, width]}, the shape of values for {@link #assign}. */
  Shape shape() {
    return Shape.of(rows, width);
  }

  Op assign(Operand<TFloat32> values) {
    return tf.assignVariableOp(handle, values);
  }

  Op zero() {
    return assign(tf.fill(tf.constant(new int[] {rows, width}), tf.constant(0f)));
  }

  /** {@code [rows, width]}. */
  Operand<TFloat32> read() {
    return tf.readVariableOp(handle, TFloat32.class);
  }

  /** {@code [chosen rows, width]}. */
  Operand<TFloat32> gather(Operand<TInt32> stackRows) {
    return tf.resourceGather(handle, stackRows, TFloat32.class);
  }

  Op scatter(Operand<TInt32> stackRows, Operand<TFloat32> values) {
    return tf.resourceScatterUpdate(handle, stackRows, values);
  }
}
