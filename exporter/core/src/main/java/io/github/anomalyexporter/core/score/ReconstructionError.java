package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.model.ResidualScale;
import java.util.Arrays;
import java.util.List;

/**
 * Computes one error for each row from the residuals of rows: the geometric mean of the innovation
 * residual energy of the last rows and the seasonal deviation energy of the row, each relative to
 * normal data ({@link SquaredResiduals}). An instance that varies around its seasonal level, and
 * one that has long settled at another level, are therefore less anomalous than one that has just
 * left its seasonal level.
 *
 * <p>The innovation residual energy is smoothed over the last rows; it is bounded by the largest
 * seasonal deviation energy of the last few rows.
 */
public final class ReconstructionError {
  /** Rows of the smoothing, the row itself included. */
  public static final int WINDOW = 60;

  /**
   * Rows of history for one degree of freedom of the scales of the innovation residuals. Successive
   * residuals are nearly independent, but the residuals of the first hours of a host are smaller
   * than those of the days that follow.
   */
  private static final double ROWS_PER_RESIDUAL = 10;

  /**
   * Rows of history for one degree of freedom of the scales of the seasonal deviations: an instance
   * stays above or below its usual level for about an hour.
   */
  private static final double ROWS_PER_DEVIATION = 60;

  /**
   * Added to every seasonal deviation energy: a row at its seasonal level can be anomalous, too.
   */
  static final double LEAST_DEVIATION_ENERGY = 0.3;

  static final Smoothing RESIDUAL_SMOOTHING = new Smoothing(WINDOW, 3, 10, 30);
  static final Smoothing DEVIATION_SMOOTHING = new Smoothing(8, 1);

  private final SquaredResiduals innovation;
  private final SquaredResiduals seasonal;

  private ReconstructionError(SquaredResiduals innovation, SquaredResiduals seasonal) {
    this.innovation = innovation;
    this.seasonal = seasonal;
  }

  /**
   * The fitted parameters.
   *
   * @param residualScales scale of the innovation residuals by input, above 0
   * @param deviationScales scale of the seasonal deviations by input, above 0
   * @param residualFreedom degrees of freedom of the residual scales, above 0; positive infinity if
   *     they are certain
   * @param deviationFreedom degrees of freedom of the deviation scales, likewise
   * @param residualEnergy mean innovation residual energy on normal data, above 0
   * @param deviationEnergy mean seasonal deviation energy on normal data, above 0
   */
  public record Parameters(
      List<Float> residualScales,
      List<Float> deviationScales,
      double residualFreedom,
      double deviationFreedom,
      double residualEnergy,
      double deviationEnergy) {
    public Parameters {
      residualScales = List.copyOf(residualScales);
      deviationScales = List.copyOf(deviationScales);
    }
  }

  /** Fits scales and mean energies to normal data, given as segments of rows. */
  public static ReconstructionError fit(FittedScaler scaler, List<Residuals> normal) {
    ResidualScale residualScale = new ResidualScale(scaler.inputs());
    ResidualScale deviationScale = new ResidualScale(scaler.inputs());
    int rows = 0;
    for (Residuals segment : normal) {
      residualScale.add(segment.innovationResiduals());
      deviationScale.add(segment.seasonalDeviations());
      rows += segment.rows();
    }
    Kind[] kinds = kinds(scaler);
    return new ReconstructionError(
        new SquaredResiduals(
                kinds, residualScale.floored(), degreesOfFreedom(rows, ROWS_PER_RESIDUAL), 1)
            .relativeTo(normal.stream().map(Residuals::innovationResiduals).toList()),
        new SquaredResiduals(
                kinds, deviationScale.floored(), degreesOfFreedom(rows, ROWS_PER_DEVIATION), 1)
            .relativeTo(normal.stream().map(Residuals::seasonalDeviations).toList()));
  }

  private static double degreesOfFreedom(int rows, double rowsForOne) {
    return Math.max(1, rows / rowsForOne);
  }

  /** Returns the error with given parameters, with one value of each scale for each input. */
  public static ReconstructionError of(FittedScaler scaler, Parameters parameters) {
    Kind[] kinds = kinds(scaler);
    return new ReconstructionError(
        new SquaredResiduals(
            kinds,
            scales(scaler, parameters.residualScales()),
            parameters.residualFreedom(),
            parameters.residualEnergy()),
        new SquaredResiduals(
            kinds,
            scales(scaler, parameters.deviationScales()),
            parameters.deviationFreedom(),
            parameters.deviationEnergy()));
  }

  private static Kind[] kinds(FittedScaler scaler) {
    Kind[] kinds = new Kind[scaler.inputs()];
    Arrays.setAll(kinds, scaler::kind);
    return kinds;
  }

  private static float[] scales(FittedScaler scaler, List<Float> scales) {
    float[] values = new float[scaler.inputs()];
    for (int input = 0; input < values.length; input++) {
      values[input] = scales.get(input);
      if (!(values[input] > 0)) {
        throw new IllegalArgumentException(
            "a residual scale must be above 0, found " + values[input]);
      }
    }
    return values;
  }

  public Parameters parameters() {
    return new Parameters(
        list(innovation.scales()),
        list(seasonal.scales()),
        innovation.degreesOfFreedom(),
        seasonal.degreesOfFreedom(),
        innovation.normalEnergy(),
        seasonal.normalEnergy());
  }

  private static List<Float> list(float[] values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, i -> values[i]);
    return List.of(boxed);
  }

  /**
   * Computes the errors of rows.
   *
   * @param residuals of consecutive rows
   * @return {@code [rows]}: 0 or more; NaN where no input of the row is present, or all innovation
   *     residuals of the smoothing window are missing
   */
  public double[] errors(Residuals residuals) {
    double[] residualEnergies = innovation.energies(residuals.innovationResiduals());
    double[] deviationEnergies = seasonal.energies(residuals.seasonalDeviations());
    double[] deviations = new double[residuals.rows()];
    double[] errors = new double[residuals.rows()];
    for (int row = 0; row < errors.length; row++) {
      deviations[row] = LEAST_DEVIATION_ENERGY + DEVIATION_SMOOTHING.mean(deviationEnergies, row);
      // The residual of a row right after a gap is unknown; those before the gap still count.
      double residual =
          Math.min(
              RESIDUAL_SMOOTHING.meanOfKnown(residualEnergies, row),
              largestResidual(deviations, row));
      errors[row] = Math.sqrt(residual * deviations[row]);
    }
    return errors;
  }

  /**
   * Returns the bound of the smoothed innovation residual energy: the largest recent deviation. The
   * smoothing lasts an hour, but the alarm must end with the incident.
   */
  private static double largestResidual(double[] deviations, int row) {
    double most = 0;
    for (int age = 0; age < DEVIATION_SMOOTHING.rows() && age <= row; age++) {
      double then = deviations[row - age];
      most = Double.isNaN(then) ? most : Math.max(most, then);
    }
    return most;
  }

  /** Returns the errors of one instance, row by row. */
  public ErrorStream stream() {
    return new ErrorStream(innovation, seasonal);
  }

  /**
   * Returns whether a value differs more from its forecast than from its seasonal level, each in
   * units of its scale; false where one of the two is missing.
   */
  public boolean isOffForecast(int input, float innovationResidual, float deviation) {
    return Math.abs(innovation.scaled(innovationResidual, input))
        > Math.abs(seasonal.scaled(deviation, input));
  }

  /** Returns the usual size of an innovation residual, in units of the innovation scale. */
  public float residualScale(int input) {
    return innovation.scales()[input];
  }

  /** Returns the usual size of the difference from the seasonal level, scaled; above 0. */
  public float deviationScale(int input) {
    return seasonal.scales()[input];
  }
}
