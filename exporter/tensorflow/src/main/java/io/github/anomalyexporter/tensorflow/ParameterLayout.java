package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of the weights of one row of the stack in one flat row of parameters: kernel and bias
 * of the first layer, of the second, and so on. Training uses flat rows so that the optimizer, the
 * clipping and the copy of the best weights are one operation for all layers.
 */
final class ParameterLayout {
  private final Architecture architecture;

  ParameterLayout(Architecture architecture) {
    this.architecture = architecture;
  }

  /** Number of parameters of one row. */
  int width() {
    return architecture.weightsPerRow();
  }

  /** Sizes of kernel and bias of each layer, in their order. */
  int[] sizes() {
    int[] sizes = new int[2 * architecture.layers()];
    for (int layer = 0; layer < architecture.layers(); layer++) {
      sizes[2 * layer] = architecture.fanIn(layer) * architecture.fanOut(layer);
      sizes[2 * layer + 1] = architecture.fanOut(layer);
    }
    return sizes;
  }

  /**
   * Splits parameters into weights.
   *
   * @param parameters {@code [rows, width]} flat
   */
  Weights weights(float[] parameters) {
    int rows = parameters.length / width();
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    int offset = 0;
    int[] sizes = sizes();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      kernels.add(columns(parameters, rows, offset, sizes[2 * layer]));
      offset += sizes[2 * layer];
      biases.add(columns(parameters, rows, offset, sizes[2 * layer + 1]));
      offset += sizes[2 * layer + 1];
    }
    return new Weights(architecture, rows, kernels, biases);
  }

  private float[] columns(float[] parameters, int rows, int offset, int size) {
    float[] columns = new float[rows * size];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(parameters, row * width() + offset, columns, row * size, size);
    }
    return columns;
  }
}
