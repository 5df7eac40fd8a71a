package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.WeightArray;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** The tensors of the weights of a stack, in the order of {@link Architecture#arrays}. */
final class WeightTensors {
  private final List<WeightArray> arrays;

  WeightTensors(Architecture architecture) {
    this.arrays = architecture.arrays();
  }

  List<String> names() {
    return arrays.stream().map(WeightArray::name).toList();
  }

  /** Shapes in the order of the names. */
  List<Shape> shapes(int rows) {
    return arrays.stream().map(array -> Shape.of(rows, array.fanIn(), array.fanOut())).toList();
  }
}
