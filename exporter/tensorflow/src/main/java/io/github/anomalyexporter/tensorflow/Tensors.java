package io.github.anomalyexporter.tensorflow;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Copies flat arrays to tensors and back, without boxing. The creator of a tensor closes it. */
final class Tensors {
  private Tensors() {}

  static TFloat32 floats(Shape shape, float[] values) {
    TFloat32 tensor = TFloat32.tensorOf(shape);
    tensor.asRawTensor().data().asFloats().write(values);
    return tensor;
  }

  static TInt32 ints(int[] values, int offset, int length) {
    TInt32 tensor = TInt32.tensorOf(Shape.of(length));
    tensor.asRawTensor().data().asInts().write(values, offset, length);
    return tensor;
  }

  static float[] toArray(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().size())];
    read(tensor, values, 0);
    return values;
  }

  static void read(Tensor tensor, float[] values, int offset) {
    int length = Math.toIntExact(tensor.shape().size());
    tensor.asRawTensor().data().asFloats().read(values, offset, length);
  }
}
