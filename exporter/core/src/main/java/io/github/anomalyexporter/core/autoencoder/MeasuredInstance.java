package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.score.Coverage;
import io.github.anomalyexporter.core.score.ErrorShares;
import io.github.anomalyexporter.core.score.Residuals;

/** Errors, shares and coverage of consecutive rows of one instance, by one row of the stack. */
final class MeasuredInstance {
  private final AutoencoderRow model;
  private final Residuals residuals;
  private final double[] errors;
  private final ErrorShares shares;
  private final double[] coverages;

  /**
   * @param reconstructed contains the reconstruction of the clipped innovations from {@code offset}
   *     on
   */
  MeasuredInstance(
      AutoencoderRow model,
      FeatureSet features,
      Innovations innovations,
      float[] reconstructed,
      int offset) {
    this.model = model;
    this.residuals = innovations.residuals(reconstructed, offset);
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

  /** The {@link Coverage} of a row, 0..1. */
  double coverage(int row) {
    return coverages[row];
  }

  /** Returns each input's share of the error of a row. */
  float[] shares(int row) {
    return shares.of(row);
  }

  /** Returns the difference of an input from its expected value, scaled; NaN where missing. */
  float mainResidual(int row, int input) {
    return model
        .error()
        .mainResidual(residuals, row, input, model.forecast().innovationScale()[input]);
  }
}
