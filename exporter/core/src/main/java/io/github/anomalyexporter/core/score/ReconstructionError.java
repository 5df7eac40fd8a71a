package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.model.ResidualScale;
import java.util.Arrays;
import java.util.List;

/**
 * Computes one error for each row from the residuals of rows: the geometric mean of the innovation
 * residual energy of the last rows and the seasonal deviation energy of the row, each relative to
 * normal data. An instance that varies around its seasonal level, and one that has long settled at
 * another level, are therefore less anomalous than one that has just left its seasonal level.
 *
 * <p>An energy is the mean of the few largest squared residuals of a row, each in units of its
 * input's scale on normal data, so that an input that is forecast well has the same weight as one
 * that is always forecast with a larger error. The innovation residual energy is smoothed over the
 * last rows; it is bounded by the largest seasonal deviation energy of the last few rows.
 *
 * <p>Two bounds limit the effect of a single input: a squared residual counts up to {@link
 * #LARGEST_SQUARE}. That of an input that was constant in training, whose scale is not measured,
 * counts up to {@link #LARGEST_SQUARE_OF_CONSTANT}: visible among the contributions, too small to
 * raise the error above a threshold alone.
 */
public final class ReconstructionError {
  /** Rows of the smoothing, the row itself included. */
  public static final int WINDOW = 60;

  /** Twenty residual scales. */
  static final double LARGEST_SQUARE = 400;

  /** Five residual scales. */
  static final double LARGEST_SQUARE_OF_CONSTANT = 25;

  /** An incident affects a few features; the mean over all features would dilute it. */
  private static final int LARGEST = 5;

  /**
   * Added to every seasonal deviation energy: a row at its seasonal level can be anomalous, too.
   */
  private static final double LEAST_DEVIATION_ENERGY = 0.3;

  static final Smoothing RESIDUAL_SMOOTHING = new Smoothing(WINDOW, 3, 10, 30);
  static final Smoothing DEVIATION_SMOOTHING = new Smoothing(8, 1);

  private final Kind[] kinds;
  private final float[] residualScales;
  private final float[] deviationScales;
  private final double residualEnergy;
  private final double deviationEnergy;

  private ReconstructionError(
      Kind[] kinds,
      float[] residualScales,
      float[] deviationScales,
      double residualEnergy,
      double deviationEnergy) {
    this.kinds = kinds;
    this.residualScales = residualScales;
    this.deviationScales = deviationScales;
    this.residualEnergy = residualEnergy;
    this.deviationEnergy = deviationEnergy;
  }

  /**
   * The fitted parameters.
   *
   * @param residualScales scale of the innovation residuals by input, above 0
   * @param deviationScales scale of the seasonal deviations by input, above 0
   * @param residualEnergy mean innovation residual energy on normal data, above 0
   * @param deviationEnergy mean seasonal deviation energy on normal data, above 0
   */
  public record Parameters(
      List<Float> residualScales,
      List<Float> deviationScales,
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
    for (Residuals segment : normal) {
      residualScale.add(segment.innovationResiduals());
      deviationScale.add(segment.seasonalDeviations());
    }
    ReconstructionError raw =
        new ReconstructionError(
            kinds(scaler), residualScale.floored(), deviationScale.floored(), 1, 1);
    double[] means = new double[2];
    int rows = 0;
    for (Residuals segment : normal) {
      for (int row = 0; row < segment.rows(); row++) {
        double energy = energy(raw.residualSquares(segment, row));
        if (!Double.isNaN(energy)) {
          means[0] += energy;
          means[1] += energy(raw.deviationSquares(segment, row));
          rows++;
        }
      }
    }
    return new ReconstructionError(
        raw.kinds,
        raw.residualScales,
        raw.deviationScales,
        aboveZero(means[0] / rows),
        aboveZero(means[1] / rows));
  }

  /** Of constant residuals the mean energy is 0; it is replaced by 1 to avoid a division by 0. */
  private static double aboveZero(double mean) {
    return mean > 0 ? mean : 1;
  }

  /** Returns the error with given parameters, with one value of each scale for each input. */
  public static ReconstructionError of(FittedScaler scaler, Parameters parameters) {
    return new ReconstructionError(
        kinds(scaler),
        scales(scaler, parameters.residualScales()),
        scales(scaler, parameters.deviationScales()),
        parameters.residualEnergy(),
        parameters.deviationEnergy());
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
        list(residualScales), list(deviationScales), residualEnergy, deviationEnergy);
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
    int rows = residuals.rows();
    double[] residualEnergies = new double[rows];
    double[] deviationEnergies = new double[rows];
    for (int row = 0; row < rows; row++) {
      residualEnergies[row] = energy(residualSquares(residuals, row)) / residualEnergy;
      deviationEnergies[row] = energy(deviationSquares(residuals, row)) / deviationEnergy;
    }
    double[] deviations = new double[rows];
    double[] errors = new double[rows];
    for (int row = 0; row < rows; row++) {
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

  /** Returns each input's share of the errors of rows. */
  public ErrorShares shares(Residuals residuals) {
    int inputs = kinds.length;
    double[] residualSquares = new double[residuals.rows() * inputs];
    double[] deviationSquares = new double[residuals.rows() * inputs];
    for (int row = 0; row < residuals.rows(); row++) {
      copyPresent(residualSquares(residuals, row), residualSquares, row * inputs);
      copyPresent(deviationSquares(residuals, row), deviationSquares, row * inputs);
    }
    return new ErrorShares(inputs, residualSquares, deviationSquares);
  }

  private static void copyPresent(double[] squares, double[] all, int offset) {
    for (int input = 0; input < squares.length; input++) {
      all[offset + input] = Double.isNaN(squares[input]) ? 0 : squares[input];
    }
  }

  /**
   * Returns the difference of a scaled value from its expected value: from its forecast or from its
   * seasonal level, whichever differs more in units of its scale.
   *
   * @param innovationScale of the input
   * @return NaN where it is missing
   */
  public float mainResidual(Residuals residuals, int row, int input, float innovationScale) {
    int cell = row * kinds.length + input;
    float residual = residuals.innovationResiduals()[cell];
    float deviation = residuals.seasonalDeviations()[cell];
    return Math.abs(residual / residualScales[input]) > Math.abs(deviation / deviationScales[input])
        ? residual * innovationScale
        : deviation;
  }

  private double[] residualSquares(Residuals residuals, int row) {
    return squares(residuals.innovationResiduals(), row, residualScales);
  }

  private double[] deviationSquares(Residuals residuals, int row) {
    return squares(residuals.seasonalDeviations(), row, deviationScales);
  }

  /** Returns the bounded squares of a row, {@code [inputs]}; NaN where missing. */
  private double[] squares(float[] residuals, int row, float[] scales) {
    double[] squares = new double[kinds.length];
    for (int input = 0; input < squares.length; input++) {
      double size = residuals[row * squares.length + input] / scales[input];
      double largest = kinds[input] == Kind.CONSTANT ? LARGEST_SQUARE_OF_CONSTANT : LARGEST_SQUARE;
      squares[input] = Double.isNaN(size) ? Double.NaN : Math.min(size * size, largest);
    }
    return squares;
  }

  /** Returns the mean of the largest squares; NaN if all are missing. */
  private static double energy(double[] squares) {
    double[] present = Arrays.stream(squares).filter(it -> !Double.isNaN(it)).sorted().toArray();
    if (present.length == 0) {
      return Double.NaN;
    }
    int count = Math.min(LARGEST, present.length);
    double sum = 0;
    for (int i = present.length - count; i < present.length; i++) {
      sum += present[i];
    }
    return sum / count;
  }
}
