package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Weights;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/** The tensors of the weights of a stack: names, shapes and values. */
final class WeightTensors {
  private final Architecture architecture;

  WeightTensors(Architecture architecture) {
    this.architecture = architecture;
  }

  /** Names in a fixed order: kernel and bias of each layer. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      names.add("kernel_" + layer);
      names.add("bias_" + layer);
    }
    return names;
  }

  /** Shapes in the order of the names: {@code [rows, fanIn, fanOut]}, {@code [rows, 1, fanOut]}. */
  List<Shape> shapes(int rows) {
    List<Shape> shapes = new ArrayList<>();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      int fanOut = architecture.fanOut(layer);
      shapes.add(Shape.of(rows, architecture.fanIn(layer), fanOut));
      shapes.add(Shape.of(rows, 1, fanOut));
    }
    return shapes;
  }

  /** The values, in the order of the names. */
  List<float[]> values(Weights weights) {
    List<float[]> values = new ArrayList<>();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      values.add(weights.kernel(layer));
      values.add(weights.bias(layer));
    }
    return values;
  }

  /**
   * Returns the weights of tensors in the order of the names.
   *
   * @throws IllegalArgumentException if the shape of a tensor does not match the architecture
   */
  Weights weights(List<? extends Tensor> tensors) {
    Shape first = tensors.get(0).shape();
    int rows = first.numDimensions() > 0 ? Math.toIntExact(first.get(0)) : 0;
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    List<Shape> expected = shapes(rows);
    for (int i = 0; i < expected.size(); i++) {
      Tensor tensor = tensors.get(i);
      if (tensor.dataType() != DataType.DT_FLOAT || !tensor.shape().equals(expected.get(i))) {
        throw new IllegalArgumentException(
            "%s is %s %s, expected floats of the shape %s"
                .formatted(names().get(i), tensor.dataType(), tensor.shape(), expected.get(i)));
      }
      (i % 2 == 0 ? kernels : biases).add(Tensors.toArray(tensor));
    }
    return new Weights(architecture, rows, kernels, biases);
  }
}
