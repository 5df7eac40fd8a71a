package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.score.ErrorShares;
import io.github.anomalyexporter.core.score.Residuals;

/** What a row of the stack finds in consecutive rows of one instance. */
final class MeasuredInstance {
  private final AutoencoderRow model;
  private final Residuals residuals;
  private final double[] errors;
  private final ErrorShares shares;
  private final double[] coverages;

  /**
   * @param reconstructed holds what the autoencoder made of the innovations, from {@code offset} on
   */
  MeasuredInstance(
      AutoencoderRow model,
      FeatureSet features,
      Innovations innovations,
      float[] reconstructed,
      int offset) {
    this.model = model;
    this.residuals = innovations.less(reconstructed, offset);
    this.errors = model.error().errors(residuals);
    this.shares = model.error().shares(residuals);
    this.coverages = innovations.coverages(input -> !features.isOptional(input));
  }

  int rows() {
    return errors.length;
  }

  double error(int row) {
    return errors[row];
  }

  /** How much of what the error looks at is present, the rows before it included. */
  double coverage(int row) {
    return coverages[row];
  }

  /** Writes each input's share of the error of a row. */
  void writeShares(int row, float[] all, int offset) {
    shares.write(row, all, offset);
  }

  /** How far off an input is from what was expected of it, scaled. */
  float off(int row, int input) {
    return model.error().mainResidual(residuals, row, input, model.forecast().spread()[input]);
  }
}
