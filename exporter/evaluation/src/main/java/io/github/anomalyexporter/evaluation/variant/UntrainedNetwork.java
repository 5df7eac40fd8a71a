package io.github.anomalyexporter.evaluation.variant;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.AutoencoderTrainer;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.model.TrainingRows;
import io.github.anomalyexporter.core.model.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Leaves out the autoencoder: weights of 0, which reconstruct 0, so that the residual is the
 * innovation.
 */
public final class UntrainedNetwork implements AutoencoderTrainer {
  @Override
  public TrainedAutoencoder train(
      Architecture architecture,
      List<TrainingRows> rows,
      TrainingOptions options,
      TrainingProgress progress) {
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      int width = rows.size() * architecture.fanOut(layer);
      kernels.add(new float[width * architecture.fanIn(layer)]);
      biases.add(new float[width]);
    }
    return new TrainedAutoencoder(
        new Weights(architecture, rows.size(), kernels, biases),
        Collections.nCopies(rows.size(), new RowReport(1, 0, 0)));
  }
}
