package io.github.anomalyexporter.core.score;

/**
 * Each input's share of the errors of rows: the geometric mean of its own squared residuals,
 * smoothed as the energies are, over the sum of all. Squared once for all rows, as each is looked
 * back on by many. Immutable.
 */
public final class ErrorShares {
  private final int inputs;
  private final double[] surprises;
  private final double[] displacements;

  /**
   * @param surprises {@code [rows, inputs]} flat: squares, 0 where missing
   * @param displacements the same
   */
  ErrorShares(int inputs, double[] surprises, double[] displacements) {
    this.inputs = inputs;
    this.surprises = surprises;
    this.displacements = displacements;
  }

  /**
   * Writes those of a row.
   *
   * @param shares receives them from {@code offset} on: sums to 1, or all 0 where nothing is off
   */
  public void write(int row, float[] shares, int offset) {
    double[] surprised = ReconstructionError.SURPRISE.sums(surprises, inputs, row);
    double[] displaced = ReconstructionError.DISPLACEMENT.sums(displacements, inputs, row);
    double total = 0;
    double[] both = new double[inputs];
    for (int input = 0; input < inputs; input++) {
      both[input] = Math.sqrt(surprised[input] * displaced[input]);
      total += both[input];
    }
    for (int input = 0; input < inputs; input++) {
      shares[offset + input] = total > 0 ? (float) (both[input] / total) : 0;
    }
  }
}
