package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.model.TrainingRows;
import java.util.SplittableRandom;

/** How the training of one row of the stack goes: its data, its losses and its best epoch. */
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
   * @param random of this row alone, so that others do not change what it draws
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
   * Takes note of the epoch's losses.
   *
   * @param epoch from 1
   * @return true where it is the best one so far
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

  /** True where the last so many epochs have brought nothing better. */
  boolean hasFinished(int epoch, int patience) {
    return epoch - report.bestEpoch() >= patience;
  }

  /** The loss that decides, of the row's last epoch; not finite where it has none. */
  double loss() {
    return loss;
  }

  RowReport report() {
    return report;
  }
}
