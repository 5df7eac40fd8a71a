package io.github.anomalyexporter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.JavaAutoencoder;
import io.github.anomalyexporter.core.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain Java reconstructs as TensorFlow does, apart from the rounding of sums and tangents. */
class InferenceTest {
  /**
   * Largest difference of an output with weights and inputs of usual size, in units of the largest
   * value that the output can have: its bias and all its weights added up.
   */
  private static final double ROUNDING = 2e-6;

  /** Largest relative error of one operation of floats. */
  private static final double UNIT = 0x1p-24;

  /** Largest error of the tangents of both. */
  private static final double TANGENTS = 1e-6;

  private static final int STACK = 7;
  private static final int[] STACK_ROWS = {4, 0, 6, 4};

  private static final List<Architecture> ARCHITECTURES =
      List.of(
          new Architecture(45, List.of(24, 8, 24)),
          new Architecture(3, List.of(2)),
          new Architecture(1, List.of(1)),
          new Architecture(17, List.of(33, 5)),
          new Architecture(120, List.of(64, 31, 7, 64)));

  /**
   * A random case.
   *
   * @param weights factor of the weights that an initialisation draws
   * @param samples of each group
   * @param inputs largest input
   */
  private record Case(
      Architecture architecture, double weights, int samples, double inputs, long seed) {}

  static Stream<Case> usual() {
    return cases(new double[] {0.1, 0.5, 1}, new double[] {0.01, 1, 5});
  }

  static Stream<Case> extreme() {
    return cases(new double[] {1, 8}, new double[] {100, 1e9, Float.MAX_VALUE});
  }

  private static Stream<Case> cases(double[] weights, double[] inputs) {
    List<Case> cases = new ArrayList<>();
    for (Architecture architecture : ARCHITECTURES) {
      for (double weight : weights) {
        for (double input : inputs) {
          for (int samples : new int[] {1, 60}) {
            cases.add(new Case(architecture, weight, samples, input, cases.size()));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("usual")
  void usual_networks_differ_by_a_constant_rounding(Case given) {
    Weights weights = weights(given);
    int last = given.architecture().layers() - 1;
    double[] ones = new double[given.architecture().fanIn(last)];
    Arrays.fill(ones, 1);

    compare(
        given,
        weights,
        (row, sample) ->
            Arrays.stream(sums(weights, row, last, ones)).map(sum -> ROUNDING * sum).toArray());
  }

  @ParameterizedTest
  @MethodSource("extreme")
  void any_network_differs_by_the_roundings_of_its_operations(Case given) {
    Weights weights = weights(given);

    compare(given, weights, (row, sample) -> roundings(weights, row, sample));
  }

  /** Gives the largest difference of each output. */
  @FunctionalInterface
  private interface Bounds {
    double[] of(int row, float[] sample);
  }

  private static void compare(Case given, Weights weights, Bounds bounds) {
    float[] inputs = inputs(given);
    try (Autoencoder java = new JavaAutoencoder(weights);
        Autoencoder tensorFlow = new TensorFlowInference().open(weights)) {
      float[] actual = java.reconstruct(inputs, STACK_ROWS);
      float[] expected = tensorFlow.reconstruct(inputs, STACK_ROWS);

      int width = given.architecture().inputs();
      int group = inputs.length / STACK_ROWS.length;
      for (int from = 0; from < inputs.length; from += width) {
        float[] sample = Arrays.copyOfRange(inputs, from, from + width);
        double[] largest = bounds.of(STACK_ROWS[from / group], sample);
        for (int i = 0; i < width; i++) {
          assertThat((double) actual[from + i]).isCloseTo(expected[from + i], within(largest[i]));
        }
      }
    }
  }

  /**
   * Returns the largest differences of the outputs: each operation of both is rounded, and a layer
   * multiplies the differences of the one before it by its weights at most.
   */
  private static double[] roundings(Weights weights, int row, float[] sample) {
    Architecture architecture = weights.architecture();
    double[] sizes = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      float finite = Float.isFinite(sample[i]) ? Math.abs(sample[i]) : 0;
      sizes[i] = Math.min(finite, Architecture.LARGEST_INPUT);
    }
    double[] differences = new double[sample.length];
    for (int layer = 0; layer < architecture.layers(); layer++) {
      double[] sums = sums(weights, row, layer, sizes);
      double[] passed = products(weights, row, layer, differences);
      int operations = 2 * (architecture.fanIn(layer) + 1);
      boolean last = layer == architecture.layers() - 1;
      for (int i = 0; i < sums.length; i++) {
        passed[i] += operations * UNIT * sums[i];
        if (!last) {
          passed[i] = Math.min(2, passed[i] + TANGENTS);
        }
      }
      differences = passed;
      sizes = new double[sums.length];
      Arrays.fill(sizes, 1);
    }
    return differences;
  }

  /** Returns the outputs of a layer of the absolute values of its weights. */
  private static double[] sums(Weights weights, int row, int layer, double[] inputs) {
    double[] sums = products(weights, row, layer, inputs);
    for (int out = 0; out < sums.length; out++) {
      sums[out] += Math.abs(weights.bias(layer)[row * sums.length + out]);
    }
    return sums;
  }

  /** Returns the same without the biases. */
  private static double[] products(Weights weights, int row, int layer, double[] inputs) {
    double[] products = new double[weights.architecture().fanOut(layer)];
    for (int out = 0; out < products.length; out++) {
      for (int in = 0; in < inputs.length; in++) {
        int kernel = (row * inputs.length + in) * products.length + out;
        products[out] += inputs[in] * Math.abs(weights.kernel(layer)[kernel]);
      }
    }
    return products;
  }

  /** Weights of both signs, of the size that an initialisation draws. */
  private static Weights weights(Case given) {
    SplittableRandom random = new SplittableRandom(given.seed());
    List<float[]> arrays =
        given.architecture().arrays().stream()
            .map(
                array -> {
                  double limit = Math.sqrt(6.0 / (array.fanIn() + array.fanOut()));
                  float[] values = new float[STACK * array.perRow()];
                  for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (given.weights() * limit * (2 * random.nextDouble() - 1));
                  }
                  return values;
                })
            .toList();
    return Weights.of(given.architecture(), STACK, arrays);
  }

  /** A tenth of the cells is missing, some as an infinity. */
  private static float[] inputs(Case given) {
    SplittableRandom random = new SplittableRandom(-given.seed());
    float[] inputs = new float[STACK_ROWS.length * given.samples() * given.architecture().inputs()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] =
          switch (random.nextInt(30)) {
            case 0, 1 -> Float.NaN;
            case 2 -> Float.NEGATIVE_INFINITY;
            default -> (float) (given.inputs() * (2 * random.nextDouble() - 1));
          };
    }
    return inputs;
  }
}
