package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.AutoencoderTrainer;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.model.TrainingRows;
import io.github.anomalyexporter.core.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Learns the mean of each input over the training part, and remembers what it was given. The means
 * are the biases of the last layer; {@link MeanInference} reads them.
 */
final class MeanTrainer implements AutoencoderTrainer {
  private final Set<Integer> failing;
  private List<TrainingRows> given = List.of();

  /**
   * @param failing rows of the stack whose training does not converge
   */
  MeanTrainer(Integer... failing) {
    this.failing = Set.of(failing);
  }

  /** The stack of the last training. */
  List<TrainingRows> given() {
    return given;
  }

  @Override
  public TrainedAutoencoder train(
      Architecture architecture,
      List<TrainingRows> rows,
      TrainingOptions options,
      TrainingProgress progress) {
    given = List.copyOf(rows);
    int inputs = architecture.inputs();
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      int width = rows.size() * architecture.fanOut(layer);
      kernels.add(new float[width * architecture.fanIn(layer)]);
      biases.add(new float[width]);
    }
    for (int row = 0; row < rows.size(); row++) {
      for (int input = 0; input < inputs; input++) {
        biases.get(architecture.layers() - 1)[row * inputs + input] = mean(rows.get(row), input);
      }
    }
    return new TrainedAutoencoder(
        new Weights(architecture, rows.size(), kernels, biases),
        IntStream.range(0, rows.size())
            .mapToObj(row -> new RowReport(failing.contains(row) ? 0 : 1, 0.01, 0.01))
            .toList());
  }

  private static float mean(TrainingRows rows, int input) {
    double sum = 0;
    int present = 0;
    for (int row = 0; row < rows.trainingRows(); row++) {
      float value = rows.values()[row * rows.inputs() + input];
      if (!Float.isNaN(value)) {
        sum += value;
        present++;
      }
    }
    return present == 0 ? 0 : (float) (sum / present);
  }
}
