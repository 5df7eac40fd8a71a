package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.AutoencoderTrainer;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.model.TrainingRows;
import io.github.anomalyexporter.core.model.TrainingStoppedException;
import java.util.List;

/**
 * Trains all rows of a stack in one batched graph.
 *
 * <p>The loss of a row is the mean squared error over its present cells. A row takes a step only if
 * it has samples to learn from, and no further step after epochs without improvement up to the
 * options' patience; its weights are therefore the same whether it is trained alone or, at the same
 * position, beside longer or shorter rows. Its training loss is measured batch by batch before each
 * step. If its validation part is all missing, its training loss is used instead.
 *
 * <p>Infinite cells count as missing. The same seed gives the same weights, bit for bit, on one
 * kind of processor. Interrupting the thread stops training as the progress does; the thread stays
 * interrupted.
 */
public final class TensorFlowTrainer implements AutoencoderTrainer {
  @Override
  public TrainedAutoencoder train(
      Architecture architecture,
      List<TrainingRows> rows,
      TrainingOptions options,
      TrainingProgress progress) {
    requireWidth(architecture, rows);
    try (NativeSession session = new NativeSession();
        Batch batch = StackTraining.batch(rows, options)) {
      StackTraining training = new StackTraining(session, batch, architecture, rows, options);
      int epoch = 1;
      while (epoch <= options.epochs() && training.epoch(epoch)) {
        if (!progress.epoch(epoch, options.epochs(), training.meanLoss())) {
          throw new TrainingStoppedException();
        }
        epoch++;
      }
      return training.result();
    }
  }

  private static void requireWidth(Architecture architecture, List<TrainingRows> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("there is no row of the stack to train");
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).inputs() != architecture.inputs()) {
        throw new IllegalArgumentException(
            "row %s of the stack has %s inputs, the architecture %s"
                .formatted(i, rows.get(i).inputs(), architecture.inputs()));
      }
    }
  }
}
