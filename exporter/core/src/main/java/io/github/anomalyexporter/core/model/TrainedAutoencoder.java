package io.github.anomalyexporter.core.model;

import java.util.List;

/**
 * The result of a training: the weights of each row at its own best epoch, and a report.
 *
 * @param reports one for each row of the weights
 */
public record TrainedAutoencoder(Weights weights, List<RowReport> reports) {
  /**
   * The report of the training of one row.
   *
   * @param bestEpoch the epoch, from 1, with the least validation loss; 0 if the loss of no epoch
   *     was finite, so that the weights must not be used
   * @param trainingLoss masked mean squared error over the training part in that epoch
   * @param validationLoss masked mean squared error over the validation part; NaN if all of its
   *     cells are missing
   */
  public record RowReport(int bestEpoch, double trainingLoss, double validationLoss) {}
}
