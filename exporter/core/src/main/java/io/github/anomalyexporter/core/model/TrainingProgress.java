package io.github.anomalyexporter.core.model;

/** Receives the progress of a training on the training thread, and may stop it. */
@FunctionalInterface
public interface TrainingProgress {
  /** Ignores the progress and never stops the training. */
  TrainingProgress SILENT = (epoch, epochs, meanValidationLoss) -> true;

  /**
   * Called at the end of an epoch.
   *
   * @param epoch from 1
   * @param epochs maximum number of epochs
   * @param meanValidationLoss mean over the rows of the stack
   * @return false to stop the training, which then throws {@link TrainingStoppedException}
   */
  boolean epoch(int epoch, int epochs, double meanValidationLoss);
}
