package io.github.anomalyexporter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.model.TrainingRows;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the steps of the graph against the paper's algorithm, on a network of four weights. */
class AdamTest {
  private static final Architecture ARCHITECTURE = new Architecture(1, List.of(1));
  private static final float[] TRAINING = {0.2f, 0.9f, 0.4f, 0.7f};
  private static final double RATE = 0.01;
  private static final int EPOCHS = 25;
  private static final long SEED = 1;

  @ParameterizedTest
  @ValueSource(doubles = {1000, 0.05})
  void steps_are_those_of_the_paper_with_the_gradient_clipped(double clip) {
    float[] values = {0.2f, 0.9f, 0.4f, 0.7f, 0.5f, 0.6f};
    TrainingRows rows = new TrainingRows(values, 1, values.length, 4);
    TrainingOptions options = new TrainingOptions(EPOCHS, EPOCHS, 4, RATE, clip, SEED);

    TrainedAutoencoder trained =
        new TensorFlowTrainer()
            .train(ARCHITECTURE, List.of(rows), options, TrainingProgress.SILENT);

    int steps = trained.reports().get(0).bestEpoch();
    assertThat(steps).isGreaterThan(5);
    double[] expected = minimise(initial(), clip, steps);
    assertThat(trained.weights().kernel(0)[0]).isCloseTo((float) expected[0], within(1e-5f));
    assertThat(trained.weights().bias(0)[0]).isCloseTo((float) expected[1], within(1e-5f));
    assertThat(trained.weights().kernel(1)[0]).isCloseTo((float) expected[2], within(1e-5f));
    assertThat(trained.weights().bias(1)[0]).isCloseTo((float) expected[3], within(1e-5f));
  }

  private static float[] initial() {
    float[] parameters = new float[4];
    new InitialWeights(ARCHITECTURE, new SplittableRandom(31 * SEED)).draw(parameters, 0);
    return parameters;
  }

  private static double[] minimise(float[] initial, double clip, int steps) {
    double[] weights = {initial[0], initial[1], initial[2], initial[3]};
    double[] first = new double[4];
    double[] second = new double[4];
    for (int step = 1; step <= steps; step++) {
      double[] gradient = clipped(gradient(weights), clip);
      for (int i = 0; i < 4; i++) {
        first[i] = 0.9 * first[i] + 0.1 * gradient[i];
        second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
        double unbiasedFirst = first[i] / (1 - Math.pow(0.9, step));
        double unbiasedSecond = second[i] / (1 - Math.pow(0.999, step));
        weights[i] -= RATE * unbiasedFirst / (Math.sqrt(unbiasedSecond) + 1e-8);
      }
    }
    return weights;
  }

  private static double[] gradient(double[] weights) {
    double[] gradient = new double[4];
    for (float x : TRAINING) {
      double hidden = Math.tanh(x * weights[0] + weights[1]);
      double slope = 2 * (hidden * weights[2] + weights[3] - x) / TRAINING.length;
      double hiddenSlope = slope * weights[2] * (1 - hidden * hidden);
      gradient[0] += hiddenSlope * x;
      gradient[1] += hiddenSlope;
      gradient[2] += slope * hidden;
      gradient[3] += slope;
    }
    return gradient;
  }

  private static double[] clipped(double[] gradient, double clip) {
    double squares = 0;
    for (double slope : gradient) {
      squares += slope * slope;
    }
    double scale = Math.min(1, clip / Math.sqrt(squares));
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= scale;
    }
    return gradient;
  }
}
