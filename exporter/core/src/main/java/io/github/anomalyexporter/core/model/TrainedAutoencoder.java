package io.github.anomalyexporter.core.model;

import java.util.List;

/**
 * What training gives: the weights of each row at its own best epoch, and how it went.
 *
 * @param reports one for each row of the weights
 */
public record TrainedAutoencoder(Weights weights, List<RowReport> reports) {
  /**
   * How the training of one row went.
   *
   * @param bestEpoch the epoch, from 1, with the least validation loss; 0 where no epoch had a
   *     finite one, and the weights must not be used
   * @param trainingLoss masked mean squared error over the training part in that epoch
   * @param validationLoss the same over the validation part; NaN where that part is all missing
   */
  public record RowReport(int bestEpoch, double trainingLoss, double validationLoss) {}
}
