package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Weights;
import java.util.ArrayList;
import java.util.List;

/** The definition in plain Java and double precision, to hold TensorFlow's results against. */
final class Reference {
  private Reference() {}

  /** Weights of a stack without any training, the biases too. */
  static Weights weights(Architecture architecture, int rows, long seed) {
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      int fanOut = architecture.fanOut(layer);
      kernels.add(SyntheticRows.noise(architecture.fanIn(layer) * fanOut, rows, seed + layer));
      biases.add(SyntheticRows.noise(fanOut, rows, seed - 1 - layer));
    }
    return new Weights(architecture, rows, kernels, biases);
  }

  /** Reconstructs one sample by one row of the stack. */
  static double[] reconstruct(Weights weights, int row, float... sample) {
    Architecture architecture = weights.architecture();
    double[] activations = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      activations[i] = Float.isFinite(sample[i]) ? sample[i] : 0;
    }
    for (int layer = 0; layer < architecture.layers(); layer++) {
      activations = layer(weights, row, layer, activations);
    }
    return activations;
  }

  private static double[] layer(Weights weights, int row, int layer, double[] inputs) {
    Architecture architecture = weights.architecture();
    double[] outputs = new double[architecture.fanOut(layer)];
    for (int out = 0; out < outputs.length; out++) {
      double sum = weights.bias(layer)[row * outputs.length + out];
      for (int in = 0; in < inputs.length; in++) {
        int kernel = (row * inputs.length + in) * outputs.length + out;
        sum += inputs[in] * weights.kernel(layer)[kernel];
      }
      boolean last = layer == architecture.layers() - 1;
      outputs[out] = last ? sum : Math.tanh(sum);
    }
    return outputs;
  }
}
