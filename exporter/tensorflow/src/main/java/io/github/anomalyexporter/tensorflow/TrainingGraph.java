package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The graph that trains a whole stack. Each run processes some rows of the stack, independently of
 * each other: it gathers their parameters and writes back the updated ones. Other rows are not
 * changed, bit for bit.
 */
final class TrainingGraph {
  private final NativeSession session;
  private final Ops tf;
  private final StackVariable parameters;
  private final StackVariable best;
  private final Placeholder<TFloat32> initialParameters;
  private final Placeholder<TInt32> stackRows;
  private final Placeholder<TFloat32> cells;
  private final MaskedSquares loss;
  private final List<Op> initialize = new ArrayList<>();
  private final List<Op> step;
  private final Op keep;
  private final Operand<TFloat32> readBest;

  /**
   * @param session in which the graph is built and run; closed by the caller
   * @param rows of the stack
   */
  TrainingGraph(
      NativeSession session, Architecture architecture, int rows, TrainingOptions options) {
    this.session = session;
    tf = session.ops();
    ParameterLayout layout = new ParameterLayout(architecture);
    int width = layout.width();
    parameters = new StackVariable(tf, "parameters", rows, width);
    best = new StackVariable(tf, "best", rows, width);
    Adam adam = new Adam(tf, rows, width, options.learningRate());

    initialParameters = placeholder(parameters.shape());
    initialize.add(parameters.assign(initialParameters));
    initialize.add(best.assign(initialParameters));
    initialize.addAll(adam.initialize());

    stackRows = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    cells = placeholder(Shape.of(-1, -1, architecture.inputs()));
    Operand<TFloat32> current = parameters.gather(stackRows);
    StackedLayers layers = new StackedLayers(tf, architecture, current);
    loss = new MaskedSquares(tf, architecture, layers, cells);
    RowGradient gradient =
        new RowGradient(tf, layers.gradient(loss.meanSummed()), options.gradientClip());
    step = adam.step(parameters, current, gradient.clipped(), gradient.usable(), stackRows);
    keep = best.scatter(stackRows, parameters.gather(stackRows));
    readBest = best.read();
  }

  private Placeholder<TFloat32> placeholder(Shape shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  /**
   * Sets the initial weights of the stack.
   *
   * @param weights {@code [rows, parameters]} flat
   */
  void initialize(float[] weights) {
    try (TFloat32 weightTensor = Tensors.floats(parameters.shape(), weights)) {
      Session.Runner runner = session.runner();
      runner.feed(initialParameters, weightTensor);
      initialize.forEach(runner::addTarget);
      runner.run().close();
    }
  }

  /** Measures the batch and then takes one step of the optimizer on it. */
  BatchLoss train(Batch batch) {
    Session.Runner runner = session.runner();
    step.forEach(runner::addTarget);
    return measure(runner, batch);
  }

  /** Measures the batch without an update. */
  BatchLoss evaluate(Batch batch) {
    return measure(session.runner(), batch);
  }

  private BatchLoss measure(Session.Runner runner, Batch batch) {
    runner.feed(stackRows, batch.stackRows()).feed(cells, batch.cells());
    try (Result result = runner.fetch(loss.squares()).fetch(loss.cells()).run()) {
      return new BatchLoss(Tensors.toArray(result.get(0)), Tensors.toArray(result.get(1)));
    }
  }

  /** Stores the current parameters of rows as their best ones. */
  void keep(int[] rows) {
    try (TInt32 indices = Tensors.ints(rows, 0, rows.length)) {
      session.runner().feed(stackRows, indices).addTarget(keep).run().close();
    }
  }

  /** Returns the last stored parameters of each row, {@code [rows, parameters]} flat. */
  float[] best() {
    try (Result result = session.runner().fetch(readBest).run()) {
      return Tensors.toArray(result.get(0));
    }
  }
}
