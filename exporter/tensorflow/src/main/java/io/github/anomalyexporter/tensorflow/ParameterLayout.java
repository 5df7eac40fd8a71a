package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * How the weights of one row of the stack lie in one flat row of parameters: kernel and bias of the
 * first layer, of the second, and so on. Training keeps them so that its optimizer, its clipping
 * and its best weights are one operation for all layers.
 */
final class ParameterLayout {
  private final Architecture architecture;

  ParameterLayout(Architecture architecture) {
    this.architecture = architecture;
  }

  /** Parameters of one row. */
  int width() {
    return architecture.weightsPerRow();
  }

  /** Widths of kernel and bias of each layer, in the order they lie in. */
  int[] sizes() {
    int[] sizes = new int[2 * architecture.layers()];
    for (int layer = 0; layer < architecture.layers(); layer++) {
      sizes[2 * layer] = architecture.fanIn(layer) * architecture.fanOut(layer);
      sizes[2 * layer + 1] = architecture.fanOut(layer);
    }
    return sizes;
  }

  /**
   * Takes the parameters apart.
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
