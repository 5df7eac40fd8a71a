package io.github.anomalyexporter.core.model;

import java.util.List;

/** Trains a stack of autoencoders. Safe for use by one thread at a time. */
public interface AutoencoderTrainer {
  /**
   * Trains all rows of the stack at once, each on its own data; what one row learns does not depend
   * on which others are trained with it, but for the rounding of sums and the drawing of its
   * initial weights.
   *
   * @param rows for each row of the stack what it learns from, all of the architecture's width
   * @throws TrainingStoppedException when the progress says so
   */
  TrainedAutoencoder train(
      Architecture architecture,
      List<TrainingRows> rows,
      TrainingOptions options,
      TrainingProgress progress);
}
