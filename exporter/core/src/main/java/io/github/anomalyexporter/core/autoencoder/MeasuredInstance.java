package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.score.Coverage;
import io.github.anomalyexporter.core.score.ErrorShares;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.score.Residuals;
import io.github.anomalyexporter.core.series.Median;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Errors, shares and coverage of consecutive rows of one instance, by one row of the stack. For one
 * thread.
 */
final class MeasuredInstance {
  /** The first rows of an instance can be those of an incident. */
  private static final int LEAST_ROWS = 10;

  private final AutoencoderRow model;
  private final Residuals residuals;
  private final double[] errors;
  private final ErrorShares shares;
  private final double[] coverages;
  private double @Nullable [] rowErrors;

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

  /**
   * Returns whether at least half of the last rows up to a row, those that its error depends on,
   * have an error below the threshold if each row is judged by itself. Also true if there are fewer
   * than {@link #LEAST_ROWS}.
   */
  boolean isUsual(int row) {
    if (rowErrors == null) {
      rowErrors = model.error().rowErrors(residuals);
    }
    int from = Math.max(0, row + 1 - ReconstructionError.WINDOW);
    double[] known =
        Arrays.stream(rowErrors, from, row + 1).filter(error -> !Double.isNaN(error)).toArray();
    return known.length < LEAST_ROWS
        || Median.of(Arrays.stream(known)) <= model.trained().calibration().threshold();
  }

  /** Returns each input's share of the error of a row. */
  float[] shares(int row) {
    return shares.of(row);
  }

  private boolean isAnomalous(int row) {
    return errors[row] > model.trained().calibration().threshold();
  }

  /**
   * Returns the difference of an input from its expected value, scaled; NaN where missing. The
   * expected value of a row is its seasonal level; if the row is anomalous, its forecast where that
   * differs more. The two alternate by chance in normal rows.
   */
  float mainResidual(int row, int input) {
    return isAnomalous(row)
        ? model
            .error()
            .mainResidual(residuals, row, input, model.forecast().innovationScale()[input])
        : model.error().deviation(residuals, row, input);
  }

  /** Returns the usual size of that difference, scaled; above 0. */
  float mainScale(int row, int input) {
    return isAnomalous(row)
        ? model.error().mainScale(residuals, row, input, model.forecast().innovationScale()[input])
        : model.error().deviationScale(input);
  }
}
