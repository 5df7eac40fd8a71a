package io.github.anomalyexporter.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1) with moments and a step count for each row of the
 * stack. A row that takes no step keeps all three: an optimizer over the whole stack would still
 * change it by its momentum.
 */
final class Adam {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final Ops tf;
  private final StackVariable firstMoment;
  private final StackVariable secondMoment;
  private final StackVariable steps;
  private final float learningRate;

  Adam(Ops tf, int rows, int width, double learningRate) {
    this.tf = tf;
    this.firstMoment = new StackVariable(tf, "first_moment", rows, width);
    this.secondMoment = new StackVariable(tf, "second_moment", rows, width);
    this.steps = new StackVariable(tf, "steps", rows, 1);
    this.learningRate = (float) learningRate;
  }

  /** Operations that set moments and step counts to 0. */
  List<Op> initialize() {
    return List.of(firstMoment.zero(), secondMoment.zero(), steps.zero());
  }

  /**
   * Builds one step of some rows.
   *
   * @param parameters variable to update
   * @param current its current values, {@code [chosen rows, width]}
   * @param gradient {@code [chosen rows, width]}
   * @param taken {@code [chosen rows, 1]}: false for a row that is not changed
   * @param stackRows {@code [chosen rows]}: their positions in the stack
   * @return the operations of the step
   */
  List<Op> step(
      StackVariable parameters,
      Operand<TFloat32> current,
      Operand<TFloat32> gradient,
      Operand<TBool> taken,
      Operand<TInt32> stackRows) {
    Operand<TFloat32> oldFirst = firstMoment.gather(stackRows);
    Operand<TFloat32> oldSecond = secondMoment.gather(stackRows);
    Operand<TFloat32> oldStep = steps.gather(stackRows);
    Operand<TFloat32> first = average(oldFirst, gradient, BETA_1);
    Operand<TFloat32> second = average(oldSecond, tf.math.square(gradient), BETA_2);
    Operand<TFloat32> step = tf.math.add(oldStep, tf.constant(1f));
    Operand<TFloat32> change =
        tf.math.div(
            tf.math.mul(unbiased(first, step, BETA_1), tf.constant(learningRate)),
            tf.math.add(tf.math.sqrt(unbiased(second, step, BETA_2)), tf.constant(EPSILON)));
    Operand<TFloat32> moved = tf.math.sub(current, change);
    return List.of(
        parameters.scatter(stackRows, tf.select(taken, moved, current)),
        firstMoment.scatter(stackRows, tf.select(taken, first, oldFirst)),
        secondMoment.scatter(stackRows, tf.select(taken, second, oldSecond)),
        steps.scatter(stackRows, tf.select(taken, step, oldStep)));
  }

  private Operand<TFloat32> average(Operand<TFloat32> old, Operand<TFloat32> now, float decay) {
    return tf.math.add(
        tf.math.mul(old, tf.constant(decay)), tf.math.mul(now, tf.constant(1 - decay)));
  }

  /** Corrects the bias of an average that starts at 0. */
  private Operand<TFloat32> unbiased(
      Operand<TFloat32> average, Operand<TFloat32> step, float decay) {
    return tf.math.div(
        average, tf.math.sub(tf.constant(1f), tf.math.pow(tf.constant(decay), step)));
  }
}
