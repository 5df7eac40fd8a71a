package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.model.Part;
import io.github.anomalyexporter.core.model.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Turns the residuals of rows into one number for each: the geometric mean of how surprising the
 * last rows were and how displaced the row is, each relative to normal data. So a host that jumps
 * about where it usually is, and one that has been elsewhere for long, are less anomalous than one
 * that has just left its place.
 *
 * <p>Each of the two is an energy: the mean of the largest few squared residuals of a row, each in
 * units of its input's spread on normal data. A well forecast feature thus counts for as much as
 * one that is always a little off. The surprise is smoothed over the last rows; it counts for no
 * more than the largest displacement of the last few.
 *
 * <p>Two bounds keep one feature from owning the error: a squared residual counts up to {@link
 * #LARGEST_SQUARE}, and one of a feature that was constant in training, which has no spread to be
 * measured by, up to {@link #LARGEST_SQUARE_OF_CONSTANT}: visible among the contributions, too
 * small to raise the error over a threshold alone.
 */
public final class ReconstructionError {
  /** Rows of the smoothing, the row itself included. */
  public static final int WINDOW = 60;

  /** Twenty spreads. */
  static final double LARGEST_SQUARE = 400;

  /** Five spreads. */
  static final double LARGEST_SQUARE_OF_CONSTANT = 25;

  /** An incident shows in a few features; the mean over all would thin it out. */
  private static final int LARGEST = 5;

  /** What a row in its usual place counts for, or it could never be anomalous. */
  private static final double IN_PLACE = 0.3;

  static final Smoothing SURPRISE = new Smoothing(WINDOW, 3, 10, 30);
  static final Smoothing DISPLACEMENT = new Smoothing(8, 1);

  private final Kind[] kinds;
  private final float[] surpriseSpread;
  private final float[] displacementSpread;
  private final double surprise;
  private final double displacement;
  private final Set<Part> without;

  private ReconstructionError(
      Kind[] kinds,
      float[] surpriseSpread,
      float[] displacementSpread,
      double surprise,
      double displacement,
      Set<Part> without) {
    this.kinds = kinds;
    this.surpriseSpread = surpriseSpread;
    this.displacementSpread = displacementSpread;
    this.surprise = surprise;
    this.displacement = displacement;
    this.without = Set.copyOf(without);
  }

  /**
   * The parameters, as a manifest keeps them.
   *
   * @param surpriseSpread by input, above 0
   * @param displacementSpread by input, above 0
   * @param surprise mean energy on normal data, above 0
   * @param displacement mean energy on normal data, above 0
   */
  public record Parameters(
      List<Float> surpriseSpread,
      List<Float> displacementSpread,
      double surprise,
      double displacement) {
    public Parameters {
      surpriseSpread = List.copyOf(surpriseSpread);
      displacementSpread = List.copyOf(displacementSpread);
    }
  }

  /** Measures spreads and mean energies on normal data, given as stretches of rows. */
  public static ReconstructionError fit(FittedScaler scaler, List<Residuals> normal) {
    return fit(scaler, normal, Set.of());
  }

  /** The same without some parts. */
  public static ReconstructionError fit(
      FittedScaler scaler, List<Residuals> normal, Set<Part> without) {
    Spread surprises = new Spread(scaler.inputs());
    Spread displacements = new Spread(scaler.inputs());
    for (Residuals stretch : normal) {
      surprises.add(stretch.surprises());
      displacements.add(stretch.displacements());
    }
    ReconstructionError raw =
        new ReconstructionError(
            kinds(scaler), surprises.floored(), displacements.floored(), 1, 1, without);
    double[] means = new double[2];
    int rows = 0;
    for (Residuals stretch : normal) {
      for (int row = 0; row < stretch.rows(); row++) {
        double energy = raw.energy(raw.surpriseSquares(stretch, row));
        if (!Double.isNaN(energy)) {
          means[0] += energy;
          means[1] += raw.energy(raw.displacementSquares(stretch, row));
          rows++;
        }
      }
    }
    return new ReconstructionError(
        raw.kinds,
        raw.surpriseSpread,
        raw.displacementSpread,
        aboveZero(means[0] / rows),
        aboveZero(means[1] / rows),
        without);
  }

  /** Where nothing ever moved, the least movement is as large as can be. */
  private static double aboveZero(double mean) {
    return mean > 0 ? mean : 1;
  }

  /** With parameters read back from a manifest, one of each spread for each input. */
  public static ReconstructionError of(FittedScaler scaler, Parameters parameters) {
    return new ReconstructionError(
        kinds(scaler),
        spread(scaler, parameters.surpriseSpread()),
        spread(scaler, parameters.displacementSpread()),
        parameters.surprise(),
        parameters.displacement(),
        Set.of());
  }

  private static Kind[] kinds(FittedScaler scaler) {
    Kind[] kinds = new Kind[scaler.inputs()];
    Arrays.setAll(kinds, scaler::kind);
    return kinds;
  }

  private static float[] spread(FittedScaler scaler, List<Float> spreads) {
    float[] values = new float[scaler.inputs()];
    for (int input = 0; input < values.length; input++) {
      values[input] = spreads.get(input);
      if (!(values[input] > 0)) {
        throw new IllegalArgumentException("a spread must be above 0, found " + values[input]);
      }
    }
    return values;
  }

  public Parameters parameters() {
    return new Parameters(list(surpriseSpread), list(displacementSpread), surprise, displacement);
  }

  private static List<Float> list(float[] values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, i -> values[i]);
    return List.of(boxed);
  }

  /**
   * The errors of rows.
   *
   * @param residuals of rows one after the other
   * @return {@code [rows]}: 0 or more; NaN where no input of the row is present, or no surprise is
   *     known in the rows that are looked back on
   */
  public double[] errors(Residuals residuals) {
    int rows = residuals.rows();
    double[] surprises = new double[rows];
    double[] displacements = new double[rows];
    for (int row = 0; row < rows; row++) {
      surprises[row] = energy(surpriseSquares(residuals, row)) / surprise;
      displacements[row] = energy(displacementSquares(residuals, row)) / displacement;
    }
    double[] displaced = new double[rows];
    double[] errors = new double[rows];
    for (int row = 0; row < rows; row++) {
      displaced[row] = displaced(displacements, row);
      double surprised = Math.min(surprised(surprises, row), mostSurprised(displaced, row));
      errors[row] = Math.sqrt(surprised * displaced[row]);
    }
    return errors;
  }

  private double displaced(double[] displacements, int row) {
    return without.contains(Part.DISPLACEMENT)
        ? 1
        : IN_PLACE + DISPLACEMENT.mean(displacements, row);
  }

  private double surprised(double[] surprises, int row) {
    if (without.contains(Part.SURPRISE)) {
      return 1;
    }
    // What is new in a row right after a gap is unknown; what was new before the gap still counts.
    return without.contains(Part.SMOOTHING) ? surprises[row] : SURPRISE.meanOfKnown(surprises, row);
  }

  /**
   * A host is not more surprised than it was displaced lately: the surprise is remembered for an
   * hour, and the alarm must end with the incident.
   */
  private double mostSurprised(double[] displaced, int row) {
    if (without.contains(Part.GATE) || without.contains(Part.DISPLACEMENT)) {
      return Double.POSITIVE_INFINITY;
    }
    double most = 0;
    for (int age = 0; age < DISPLACEMENT.rows() && age <= row; age++) {
      double then = displaced[row - age];
      most = Double.isNaN(then) ? most : Math.max(most, then);
    }
    return most;
  }

  /** Each input's share of the errors of these rows. */
  public ErrorShares shares(Residuals residuals) {
    int inputs = kinds.length;
    double[] surprises = new double[residuals.rows() * inputs];
    double[] displacements = new double[residuals.rows() * inputs];
    for (int row = 0; row < residuals.rows(); row++) {
      copyPresent(surpriseSquares(residuals, row), surprises, row * inputs);
      copyPresent(displacementSquares(residuals, row), displacements, row * inputs);
    }
    return new ErrorShares(inputs, surprises, displacements);
  }

  private static void copyPresent(double[] squares, double[] all, int offset) {
    for (int input = 0; input < squares.length; input++) {
      all[offset + input] = Double.isNaN(squares[input]) ? 0 : squares[input];
    }
  }

  /**
   * How far off a value is from what was expected of it, scaled: from its forecast or from its
   * usual level, whichever it is further from by what is usual.
   *
   * @param innovation the usual size of an innovation of the input, scaled
   * @return NaN where it is missing
   */
  public float mainResidual(Residuals residuals, int row, int input, float innovation) {
    int cell = row * kinds.length + input;
    float surprise = residuals.surprises()[cell];
    float displacement = residuals.displacements()[cell];
    return Math.abs(surprise / surpriseSpread[input])
            > Math.abs(displacement / displacementSpread[input])
        ? surprise * innovation
        : displacement;
  }

  private double[] surpriseSquares(Residuals residuals, int row) {
    return squares(residuals.surprises(), row, surpriseSpread);
  }

  private double[] displacementSquares(Residuals residuals, int row) {
    return squares(residuals.displacements(), row, displacementSpread);
  }

  /** NaN where missing. */
  private double[] squares(float[] residuals, int row, float[] spread) {
    double[] squares = new double[kinds.length];
    for (int input = 0; input < squares.length; input++) {
      double size = residuals[row * squares.length + input] / spread[input];
      double largest = kinds[input] == Kind.CONSTANT ? LARGEST_SQUARE_OF_CONSTANT : LARGEST_SQUARE;
      squares[input] = Double.isNaN(size) ? Double.NaN : Math.min(size * size, largest);
    }
    return squares;
  }

  /** The mean of the largest; NaN without any. */
  private double energy(double[] squares) {
    double[] present = Arrays.stream(squares).filter(it -> !Double.isNaN(it)).sorted().toArray();
    if (present.length == 0) {
      return Double.NaN;
    }
    int count = without.contains(Part.LARGEST) ? present.length : Math.min(LARGEST, present.length);
    double sum = 0;
    for (int i = present.length - count; i < present.length; i++) {
      sum += present[i];
    }
    return sum / count;
  }
}
