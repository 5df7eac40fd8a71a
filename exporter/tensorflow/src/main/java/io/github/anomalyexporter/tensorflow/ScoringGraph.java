package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The graph that reconstructs every group of samples by the weights of its row of the stack,
 * gathered by index. The weights are assigned to variables, because a constant of a large fleet
 * would exceed the size limit of a graph (2 GB). The variables are of the kind that a SavedModel
 * stores.
 */
final class ScoringGraph {
  /** Appended to the name of a variable: the operation that reads it. */
  private static final String VALUE = "_value";

  /** The name of a constant with the architecture of the weights, for readers of the graph. */
  private static final String ARCHITECTURE = "architecture";

  private static final String INPUTS = "inputs";
  private static final String STACK_ROWS = "stack_rows";
  private static final String RECONSTRUCTION = "reconstruction";

  private final NativeSession session;
  private final int width;
  private final Ops tf;
  private final List<Placeholder<TFloat32>> initial = new ArrayList<>();
  private final List<Op> assignments = new ArrayList<>();
  private final Placeholder<TFloat32> inputs;
  private final Placeholder<TInt32> stackRows;
  private final Operand<TFloat32> reconstruction;

  /**
   * @param session in which the graph is built and run; closed by the caller
   * @param rows of the stack
   */
  ScoringGraph(NativeSession session, Architecture architecture, int rows) {
    this.session = session;
    this.width = architecture.inputs();
    tf = session.ops();
    tf.withName(ARCHITECTURE).constant(architecture.toString());
    inputs =
        tf.withName(INPUTS)
            .placeholder(
                TFloat32.class, Placeholder.shape(Shape.of(-1, -1, architecture.inputs())));
    stackRows = tf.withName(STACK_ROWS).placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));

    WeightTensors tensors = new WeightTensors(architecture);
    List<Shape> shapes = tensors.shapes(rows);
    List<Operand<TFloat32>> gathered = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      Operand<TFloat32> value = variable(tensors.names().get(i), shapes.get(i));
      gathered.add(tf.gather(value, stackRows, tf.constant(0)));
    }
    reconstruction = tf.withName(RECONSTRUCTION).identity(forward(architecture, gathered));
  }

  /** Reads a variable through an identity: operations on the variable itself fail. */
  private Operand<TFloat32> variable(String name, Shape shape) {
    Variable<TFloat32> variable = tf.withName(name).variable(shape, TFloat32.class);
    Placeholder<TFloat32> values = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    initial.add(values);
    assignments.add(tf.assign(variable, values));
    return tf.withName(name + VALUE).identity(variable);
  }

  private Operand<TFloat32> forward(Architecture architecture, List<Operand<TFloat32>> gathered) {
    List<Operand<TFloat32>> kernels = new ArrayList<>();
    List<Operand<TFloat32>> biases = new ArrayList<>();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      kernels.add(gathered.get(2 * layer));
      biases.add(gathered.get(2 * layer + 1));
    }
    FeedForward network = new FeedForward(tf, architecture);
    Operand<TFloat32> filled = network.fill(inputs, tf.math.isFinite(inputs));
    return network.reconstruct(filled, kernels, biases);
  }

  void assign(Weights weights) {
    List<Shape> shapes = new WeightTensors(weights.architecture()).shapes(weights.rows());
    List<float[]> values = weights.arrays();
    for (int i = 0; i < values.size(); i++) {
      try (TFloat32 tensor = Tensors.floats(shapes.get(i), values.get(i))) {
        session.runner().feed(initial.get(i), tensor).addTarget(assignments.get(i)).run().close();
      }
    }
  }

  /**
   * Reconstructs some of the groups of samples.
   *
   * @param samples {@code [rows, samples, inputs]} flat
   * @param reconstructed of the same shape; receives the groups at the same position
   */
  void reconstruct(float[] samples, int[] rows, int from, int count, float[] reconstructed) {
    int perRow = samples.length / rows.length;
    Shape shape = Shape.of(count, perRow / width, width);
    try (TFloat32 inputTensor = TFloat32.tensorOf(shape);
        TInt32 rowTensor = Tensors.ints(rows, from, count)) {
      inputTensor.asRawTensor().data().asFloats().write(samples, from * perRow, count * perRow);
      Session.Runner runner = session.runner();
      runner.feed(inputs, inputTensor).feed(stackRows, rowTensor);
      try (Result result = runner.fetch(reconstruction).run()) {
        Tensors.read(result.get(0), reconstructed, from * perRow);
      }
    }
  }

  /** The signature of the graph for serving systems. */
  Signature signature() {
    return Signature.builder()
        .key(Signature.DEFAULT_KEY)
        .methodName("tensorflow/serving/predict")
        .input(INPUTS, inputs)
        .input(STACK_ROWS, stackRows)
        .output(RECONSTRUCTION, reconstruction)
        .build();
  }
}
