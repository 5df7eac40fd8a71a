package io.github.anomalyexporter.core.score;

/**
 * Each input's share of the errors of rows: the geometric mean of its own squared residuals and
 * deviations, smoothed like the energies, divided by the sum over all inputs. The squares are
 * computed once because each row is part of the smoothing of many rows. Immutable.
 */
public final class ErrorShares {
  private final int inputs;
  private final double[] residualSquares;
  private final double[] deviationSquares;

  /**
   * @param residualSquares {@code [rows, inputs]} flat: squared innovation residuals, 0 where
   *     missing
   * @param deviationSquares {@code [rows, inputs]} flat: squared seasonal deviations, 0 where
   *     missing
   */
  ErrorShares(int inputs, double[] residualSquares, double[] deviationSquares) {
    this.inputs = inputs;
    this.residualSquares = residualSquares;
    this.deviationSquares = deviationSquares;
  }

  /**
   * Returns the shares of a row.
   *
   * @return {@code [inputs]}: they sum to 1, or are all 0 where the error is 0
   */
  public float[] of(int row) {
    double[] ofResiduals =
        ReconstructionError.RESIDUAL_SMOOTHING.sums(residualSquares, inputs, row);
    double[] ofDeviations =
        ReconstructionError.DEVIATION_SMOOTHING.sums(deviationSquares, inputs, row);
    double total = 0;
    double[] means = new double[inputs];
    for (int input = 0; input < inputs; input++) {
      means[input] = Math.sqrt(ofResiduals[input] * ofDeviations[input]);
      total += means[input];
    }
    float[] shares = new float[inputs];
    for (int input = 0; input < inputs; input++) {
      shares[input] = total > 0 ? (float) (means[input] / total) : 0;
    }
    return shares;
  }
}
