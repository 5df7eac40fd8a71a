package io.github.anomalyexporter.core.score;

import java.util.function.IntPredicate;

/**
 * The share of the cells present that a {@link ReconstructionError} depends on: cells of the row
 * and of the rows before it, each by its weight in the error. After a gap, and in the first rows of
 * an instance, most of these cells are missing even if the row is complete; an error of the
 * remaining cells is not reliable.
 */
public final class Coverage {
  private Coverage() {}

  /**
   * Returns the coverage of each row: the mean of the coverage of its innovation residuals and of
   * its seasonal deviations. Rows before the first one are missing.
   *
   * @param residuals NaN where a cell is missing
   * @param expected the inputs that are counted
   * @return {@code [rows]}, 0..1; 0 where all cells of one of the two are missing, because the row
   *     then has no error
   */
  public static double[] of(Residuals residuals, IntPredicate expected) {
    double[] presentResiduals = present(residuals.innovationResiduals(), residuals, expected);
    double[] presentDeviations = present(residuals.seasonalDeviations(), residuals, expected);
    double[] coverages = new double[residuals.rows()];
    for (int row = 0; row < coverages.length; row++) {
      double ofResiduals = ReconstructionError.RESIDUAL_SMOOTHING.knownShare(presentResiduals, row);
      double ofDeviations =
          ReconstructionError.DEVIATION_SMOOTHING.knownShare(presentDeviations, row);
      coverages[row] = ofResiduals > 0 && ofDeviations > 0 ? (ofResiduals + ofDeviations) / 2 : 0;
    }
    return coverages;
  }

  /** Returns the share of the expected cells that are present, by row. */
  private static double[] present(float[] values, Residuals residuals, IntPredicate expected) {
    int inputs = residuals.inputs();
    double[] shares = new double[residuals.rows()];
    int counted = 0;
    for (int input = 0; input < inputs; input++) {
      if (expected.test(input)) {
        counted++;
        for (int row = 0; row < shares.length; row++) {
          shares[row] += Float.isNaN(values[row * inputs + input]) ? 0 : 1;
        }
      }
    }
    for (int row = 0; row < shares.length && counted > 0; row++) {
      shares[row] /= counted;
    }
    return shares;
  }
}
