package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Architecture.Output;
import java.util.SplittableRandom;

/**
 * Draws the weights that training begins with.
 *
 * <p>Kernels are uniform after Glorot and Bengio (AISTATS 2010). Biases are not 0 but put the
 * network to work at a typical sample, the fill: every relu is open there by the same margin, and
 * the output is that sample. With biases of 0, inputs that are all positive and move together leave
 * a relu open or closed for all of them at once; closed, it never learns, and in a bottleneck of
 * four units that costs every fourth instance its model.
 */
final class InitialWeights {
  /** Inputs lie around 0..1 or have a standard deviation of 1, so most samples are within it. */
  private static final double MARGIN = 1;

  /** A sigmoid is not to start where it is flat. */
  private static final double LEAST_OUTPUT = 0.05;

  private final Architecture architecture;
  private final SplittableRandom random;

  InitialWeights(Architecture architecture, SplittableRandom random) {
    this.architecture = architecture;
    this.random = random;
  }

  /**
   * Draws one row of the stack.
   *
   * @param fill {@code [inputs]}: a typical sample
   * @param parameters to write to, laid out as in {@link ParameterLayout}
   * @param offset where the row begins
   */
  void draw(float[] fill, float[] parameters, int offset) {
    double[] activations = new double[fill.length];
    for (int i = 0; i < fill.length; i++) {
      activations[i] = fill[i];
    }
    int position = offset;
    for (int layer = 0; layer < architecture.layers(); layer++) {
      double[] sums = drawKernel(layer, activations, parameters, position);
      position += activations.length * sums.length;
      boolean hidden = layer < architecture.hidden().size();
      for (int out = 0; out < sums.length; out++) {
        double wanted = hidden ? MARGIN : beforeOutput(fill[out]);
        parameters[position++] = (float) (wanted - sums[out]);
        sums[out] = wanted;
      }
      activations = sums;
    }
  }

  /** Returns what the kernel makes of the typical sample. */
  private double[] drawKernel(int layer, double[] activations, float[] parameters, int offset) {
    double[] sums = new double[architecture.fanOut(layer)];
    double limit = Math.sqrt(6.0 / (activations.length + sums.length));
    int position = offset;
    for (double activation : activations) {
      for (int out = 0; out < sums.length; out++) {
        double weight = limit * (2 * random.nextDouble() - 1);
        parameters[position++] = (float) weight;
        sums[out] += weight * activation;
      }
    }
    return sums;
  }

  private double beforeOutput(double wanted) {
    if (architecture.output() == Output.LINEAR) {
      return wanted;
    }
    double output = Math.max(LEAST_OUTPUT, Math.min(1 - LEAST_OUTPUT, wanted));
    return Math.log(output / (1 - output));
  }
}
