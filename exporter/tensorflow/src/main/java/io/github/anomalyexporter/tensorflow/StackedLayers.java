package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.SplitV;
import org.tensorflow.types.TFloat32;

/** The kernels and biases in flat parameters, and the flat gradient of a scalar. */
final class StackedLayers {
  private final Ops tf;
  private final int[] sizes;
  private final List<Operand<TFloat32>> kernels = new ArrayList<>();
  private final List<Operand<TFloat32>> biases = new ArrayList<>();

  /**
   * @param parameters {@code [rows, parameters]}, with the layout of {@link ParameterLayout}
   */
  StackedLayers(Ops tf, Architecture architecture, Operand<TFloat32> parameters) {
    this.tf = tf;
    this.sizes = new ParameterLayout(architecture).sizes();
    SplitV<TFloat32> parts =
        tf.splitV(parameters, tf.constant(sizes), tf.constant(1), (long) sizes.length);
    for (int layer = 0; layer < architecture.layers(); layer++) {
      int fanIn = architecture.fanIn(layer);
      int fanOut = architecture.fanOut(layer);
      kernels.add(stacked(parts.output().get(2 * layer), fanIn, fanOut));
      biases.add(stacked(parts.output().get(2 * layer + 1), 1, fanOut));
    }
  }

  private Operand<TFloat32> stacked(Operand<TFloat32> part, int height, int width) {
    return tf.reshape(part, tf.constant(new int[] {-1, height, width}));
  }

  /** By layer, {@code [rows, fanIn, fanOut]}. */
  List<Operand<TFloat32>> kernels() {
    return kernels;
  }

  /** By layer, {@code [rows, 1, fanOut]}. */
  List<Operand<TFloat32>> biases() {
    return biases;
  }

  /**
   * Returns the gradient of a scalar by all parameters, {@code [rows, parameters]}. It is computed
   * by layer and concatenated here, because a split has no gradient in the native library.
   */
  Operand<TFloat32> gradient(Operand<TFloat32> scalar) {
    List<Operand<TFloat32>> layers = new ArrayList<>();
    for (int layer = 0; layer < kernels.size(); layer++) {
      layers.add(kernels.get(layer));
      layers.add(biases.get(layer));
    }
    Gradients gradients = tf.gradients(scalar, layers);
    List<Operand<TFloat32>> flat = new ArrayList<>();
    for (int part = 0; part < sizes.length; part++) {
      flat.add(tf.reshape(gradients.<TFloat32>dy(part), tf.constant(new int[] {-1, sizes[part]})));
    }
    return tf.concat(flat, tf.constant(1));
  }
}
