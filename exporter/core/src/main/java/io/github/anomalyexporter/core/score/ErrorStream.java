package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.series.Median;
import java.util.Arrays;

/**
 * The errors of one instance, row by row: those that {@link ReconstructionError#errors} computes of
 * all rows at once, within the rounding of floats. The error of a row depends on the last {@link
 * ReconstructionError#WINDOW} rows. For one thread.
 */
public final class ErrorStream {
  private static final int ROWS = ReconstructionError.WINDOW;

  /** The first rows of an instance can be those of an incident. */
  private static final int LEAST_ROWS = 10;

  private static final Smoothing OF_RESIDUALS = ReconstructionError.RESIDUAL_SMOOTHING;
  private static final Smoothing OF_DEVIATIONS = ReconstructionError.DEVIATION_SMOOTHING;

  private final SquaredResiduals innovation;
  private final SquaredResiduals seasonal;
  private final SmoothedSquares residualSquares;
  private final SmoothedSquares deviationSquares;
  private final RecentValues residualEnergies = new RecentValues(ROWS, Float.NaN);
  private final RecentValues deviationEnergies = new RecentValues(ROWS, Float.NaN);
  private final RecentValues knownResiduals = new RecentValues(ROWS, 0);
  private final RecentValues knownDeviations = new RecentValues(OF_DEVIATIONS.rows(), 0);

  ErrorStream(SquaredResiduals innovation, SquaredResiduals seasonal) {
    int inputs = innovation.scales().length;
    this.innovation = innovation;
    this.seasonal = seasonal;
    this.residualSquares = new SmoothedSquares(OF_RESIDUALS, inputs);
    this.deviationSquares = new SmoothedSquares(OF_DEVIATIONS, inputs);
  }

  /**
   * Takes the next row.
   *
   * @param innovations contains {@code [inputs]} from {@code offset} on, NaN where missing
   * @param innovationResiduals likewise, innovations minus their reconstruction
   * @param deviations likewise, the seasonal deviations
   * @param expected for each input, whether it counts in the coverage
   * @param squares {@code [inputs]}, overwritten
   */
  public void next(
      float[] innovations,
      float[] innovationResiduals,
      float[] deviations,
      int offset,
      boolean[] expected,
      double[] squares) {
    innovation.squares(innovationResiduals, offset, squares);
    residualSquares.next(squares);
    residualEnergies.add((float) innovation.energy(squares));
    knownResiduals.add(presentShare(innovations, offset, expected));
    seasonal.squares(deviations, offset, squares);
    deviationSquares.next(squares);
    deviationEnergies.add((float) seasonal.energy(squares));
    knownDeviations.add(presentShare(deviations, offset, expected));
  }

  private static float presentShare(float[] values, int offset, boolean[] expected) {
    int counted = 0;
    int present = 0;
    for (int input = 0; input < expected.length; input++) {
      if (expected[input]) {
        counted++;
        present += Float.isNaN(values[offset + input]) ? 0 : 1;
      }
    }
    return counted == 0 ? 0 : (float) present / counted;
  }

  /** Returns the error of the last row; NaN where it is unknown. */
  public double error() {
    double largest = 0;
    for (int age = OF_DEVIATIONS.rows() - 1; age > 0; age--) {
      double then = deviation(age);
      largest = Double.isNaN(then) ? largest : Math.max(largest, then);
    }
    double now = deviation(0);
    largest = Double.isNaN(now) ? largest : Math.max(largest, now);
    return Math.sqrt(Math.min(residualEnergies.meanOfKnown(OF_RESIDUALS, 0), largest) * now);
  }

  private double deviation(int age) {
    return Float.isNaN(deviationEnergies.get(age))
        ? Double.NaN
        : ReconstructionError.LEAST_DEVIATION_ENERGY
            + deviationEnergies.meanOfKnown(OF_DEVIATIONS, age);
  }

  /** Returns the {@link Coverage} of the last row, 0..1. */
  public double coverage() {
    double ofResiduals = knownResiduals.weightedShare(OF_RESIDUALS);
    double ofDeviations = knownDeviations.weightedShare(OF_DEVIATIONS);
    return ofResiduals > 0 && ofDeviations > 0 ? (ofResiduals + ofDeviations) / 2 : 0;
  }

  /**
   * Returns whether at least half of the last rows, those that the error depends on, have an error
   * up to a threshold if each row is judged by itself. Also true if there are fewer than {@link
   * #LEAST_ROWS}.
   */
  public boolean isUsual(double threshold) {
    double[] errors = new double[ROWS];
    int known = 0;
    for (int age = 0; age < ROWS; age++) {
      double error =
          Math.sqrt(
              residualEnergies.get(age)
                  * (ReconstructionError.LEAST_DEVIATION_ENERGY + deviationEnergies.get(age)));
      if (!Double.isNaN(error)) {
        errors[known++] = error;
      }
    }
    return known < LEAST_ROWS || Median.of(Arrays.stream(errors, 0, known)) <= threshold;
  }

  /**
   * Computes each input's share of the error of the last row: the geometric mean of its own squared
   * residuals and deviations, smoothed like the energies, divided by the sum over all inputs.
   *
   * @param shares receives {@code [inputs]} from {@code offset} on: they sum to 1, or are all 0
   *     where the error is 0. They have three digits
   */
  public void shares(float[] shares, int offset) {
    int inputs = innovation.scales().length;
    double total = 0;
    for (int input = 0; input < inputs; input++) {
      double mean = Math.sqrt((double) residualSquares.sum(input) * deviationSquares.sum(input));
      shares[offset + input] = (float) mean;
      total += mean;
    }
    for (int input = 0; input < inputs; input++) {
      shares[offset + input] = total > 0 ? (float) (shares[offset + input] / total) : 0;
    }
  }
}
