package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.TrainingRows;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Data an autoencoder can learn: inputs between 0 and 1 that all follow two hidden causes. */
final class SyntheticRows {
  private SyntheticRows() {}

  static TrainingRows correlated(int inputs, int rows, long seed) {
    return of(values(inputs, rows, seed), inputs);
  }

  /** The first 80 % for training. */
  static TrainingRows of(float[] values, int inputs) {
    int rows = values.length / inputs;
    return new TrainingRows(values, inputs, rows, rows * 4 / 5);
  }

  /** Nothing but missing cells. */
  static TrainingRows missing(int inputs, int rows) {
    float[] values = new float[rows * inputs];
    Arrays.fill(values, Float.NaN);
    return of(values, inputs);
  }

  /** {@code [rows, inputs]} flat, nothing missing. */
  static float[] values(int inputs, int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] shares = random.doubles(inputs).toArray();
    float[] values = new float[rows * inputs];
    for (int row = 0; row < rows; row++) {
      double load = random.nextDouble();
      double traffic = random.nextDouble();
      for (int input = 0; input < inputs; input++) {
        double mixed = shares[input] * load + (1 - shares[input]) * traffic;
        values[row * inputs + input] = (float) (0.1 + 0.8 * mixed);
      }
    }
    return values;
  }

  /** {@code [rows, inputs]} flat, evenly between 0 and 1, each input for itself. */
  static float[] noise(int inputs, int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * inputs];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }
}
