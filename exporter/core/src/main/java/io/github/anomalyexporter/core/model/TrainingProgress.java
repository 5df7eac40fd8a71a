package io.github.anomalyexporter.core.model;

/** Is told how training goes, on the training thread, and may stop it. */
@FunctionalInterface
public interface TrainingProgress {
  /** Goes on to the end and tells nobody. */
  TrainingProgress SILENT = (epoch, epochs, meanValidationLoss) -> true;

  /**
   * An epoch has ended.
   *
   * @param epoch from 1
   * @param epochs at most so many
   * @param meanValidationLoss over the rows of the stack
   * @return false to stop here; training then throws {@link TrainingStoppedException}
   */
  boolean epoch(int epoch, int epochs, double meanValidationLoss);
}
