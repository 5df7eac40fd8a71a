package io.github.anomalyexporter.core.model;

import java.util.List;

/** Trains a stack of autoencoders. Safe for use by one thread at a time. */
public interface AutoencoderTrainer {
  /**
   * Trains all rows of the stack at once, each on its own data. The result of one row does not
   * depend on the other rows, except for the rounding of sums and the draw of its initial weights.
   *
   * @param rows training data for each row of the stack, all of the architecture's width
   * @throws TrainingStoppedException if the progress returns false
   */
  TrainedAutoencoder train(
      Architecture architecture,
      List<TrainingRows> rows,
      TrainingOptions options,
      TrainingProgress progress);
}
