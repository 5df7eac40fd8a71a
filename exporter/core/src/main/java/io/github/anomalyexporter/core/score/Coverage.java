package io.github.anomalyexporter.core.score;

import java.util.function.IntPredicate;

/**
 * How much of what a {@link ReconstructionError} looks at is present: cells of the row itself and
 * of the rows before it, by the weight that each has in the error. After a gap, and with the first
 * rows of a host, most of it is missing although the last row is complete, and an error of the rest
 * says little.
 */
public final class Coverage {
  private Coverage() {}

  /**
   * The coverage of each row: the mean of those of its surprises and its displacements. Rows before
   * the first one are missing.
   *
   * @param residuals NaN where a cell is missing
   * @param expected the inputs that are counted
   * @return {@code [rows]}, 0..1; 0 where one of the two is missing altogether, since there is no
   *     error then
   */
  public static double[] of(Residuals residuals, IntPredicate expected) {
    double[] surprises = present(residuals.surprises(), residuals, expected);
    double[] displacements = present(residuals.displacements(), residuals, expected);
    double[] coverages = new double[residuals.rows()];
    for (int row = 0; row < coverages.length; row++) {
      double surprised = ReconstructionError.SURPRISE.knownShare(surprises, row);
      double displaced = ReconstructionError.DISPLACEMENT.knownShare(displacements, row);
      coverages[row] = surprised > 0 && displaced > 0 ? (surprised + displaced) / 2 : 0;
    }
    return coverages;
  }

  /** The share of the expected cells that is present, by row. */
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
