package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.model.TrainingRows;
import java.util.SplittableRandom;

/** The state of the training of one row of the stack: its data, its losses and its best epoch. */
final class StackRow {
  private final int index;
  private final SplittableRandom random;
  private final RowPart training;
  private final RowPart validation;
  private double loss = Double.NaN;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private RowReport report = new RowReport(0, Double.NaN, Double.NaN);

  /**
   * @param index position in the stack
   * @param random of this row alone, so that its draws do not depend on other rows
   */
  StackRow(int index, TrainingRows rows, SplittableRandom random) {
    this.index = index;
    this.random = random;
    this.training = new RowPart(rows, 0, rows.trainingRows());
    this.validation = new RowPart(rows, rows.trainingRows(), rows.rows());
  }

  int index() {
    return index;
  }

  RowPart training() {
    return training;
  }

  RowPart validation() {
    return validation;
  }

  void beginEpoch() {
    training.shuffle(random);
    training.resetLoss();
    validation.resetLoss();
  }

  /**
   * Updates the losses at the end of an epoch.
   *
   * @param epoch from 1
   * @return true if it is the best epoch so far
   */
  boolean endEpoch(int epoch) {
    double validationLoss = validation.loss();
    loss = validation.isMissing() ? training.loss() : validationLoss;
    if (Double.isFinite(loss) && loss < bestLoss) {
      bestLoss = loss;
      report = new RowReport(epoch, training.loss(), validationLoss);
      return true;
    }
    return false;
  }

  /** Whether the last {@code patience} epochs have brought no improvement. */
  boolean hasFinished(int epoch, int patience) {
    return epoch - report.bestEpoch() >= patience;
  }

  /** The loss of the row's last epoch by which epochs are compared; not finite without a loss. */
  double loss() {
    return loss;
  }

  RowReport report() {
    return report;
  }
}
