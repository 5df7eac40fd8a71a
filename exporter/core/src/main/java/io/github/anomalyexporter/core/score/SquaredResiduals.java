package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * The squares of one kind of residuals, in units of their scales on normal data, and the energy of
 * a row: the mean of its few largest squares, relative to normal data. An input that is forecast
 * well then has the same weight as one that is always forecast with a larger error.
 *
 * <p>A scale that was estimated from few values is uncertain, and a large residual is less
 * surprising. The square {@code z²} therefore counts as {@code v ln(1 + z² / v)}, the logarithmic
 * likelihood of Student's t-distribution with {@code v} degrees of freedom, up to a constant: it is
 * {@code z²} for many degrees of freedom. (Student, "The probable error of a mean", Biometrika
 * 6(1), 1908.)
 *
 * <p>Two bounds limit the effect of a single input: a square counts up to {@link #LARGEST}. That of
 * an input that was constant in training, whose scale is not measured, counts up to {@link
 * #LARGEST_OF_CONSTANT}: visible among the contributions, too small to raise the error above a
 * threshold alone.
 */
final class SquaredResiduals {
  /** Twenty residual scales. */
  static final double LARGEST = 400;

  /** Five residual scales. */
  static final double LARGEST_OF_CONSTANT = 25;

  /** An incident affects a few features; the mean over all features would dilute it. */
  private static final int LARGEST_COUNT = 5;

  private final Kind[] kinds;
  private final float[] scales;
  private final double degreesOfFreedom;
  private final double normalEnergy;

  /**
   * @param scales by input, above 0
   * @param degreesOfFreedom of the scales, above 0; positive infinity if they are certain
   * @param normalEnergy mean energy on normal data, above 0
   */
  SquaredResiduals(Kind[] kinds, float[] scales, double degreesOfFreedom, double normalEnergy) {
    this.kinds = kinds;
    this.scales = scales;
    this.degreesOfFreedom = degreesOfFreedom;
    this.normalEnergy = normalEnergy;
  }

  /**
   * Returns the same squares with the mean energy of normal data.
   *
   * @param normal segments of rows, {@code [rows, inputs]} flat; rows without a residual do not
   *     count
   */
  SquaredResiduals relativeTo(List<float[]> normal) {
    SquaredResiduals raw = new SquaredResiduals(kinds, scales, degreesOfFreedom, 1);
    double mean =
        normal.stream()
            .flatMapToDouble(segment -> Arrays.stream(raw.energies(segment)))
            .filter(energy -> !Double.isNaN(energy))
            .average()
            .orElse(0);
    // Of constant residuals the mean energy is 0.
    return new SquaredResiduals(kinds, scales, degreesOfFreedom, mean > 0 ? mean : 1);
  }

  float[] scales() {
    return scales;
  }

  double degreesOfFreedom() {
    return degreesOfFreedom;
  }

  double normalEnergy() {
    return normalEnergy;
  }

  /** Returns a residual in units of its scale. */
  float scaled(float residual, int input) {
    return residual / scales[input];
  }

  /**
   * Computes the squares of one row.
   *
   * @param residuals contains {@code [inputs]} from {@code offset} on, NaN where missing
   * @param squares receives {@code [inputs]}, NaN where missing
   */
  void squares(float[] residuals, int offset, double[] squares) {
    for (int input = 0; input < squares.length; input++) {
      squares[input] = square(residuals[offset + input], input);
    }
  }

  private double square(float residual, int input) {
    double size = residual / scales[input];
    if (Double.isNaN(size)) {
      return Double.NaN;
    }
    double largest = kinds[input] == Kind.CONSTANT ? LARGEST_OF_CONSTANT : LARGEST;
    double square = Math.min(size * size, largest);
    return Double.isInfinite(degreesOfFreedom)
        ? square
        : degreesOfFreedom * Math.log1p(square / degreesOfFreedom);
  }

  /**
   * Returns the energies of rows.
   *
   * @param residuals {@code [rows, inputs]} flat, NaN where missing
   * @return {@code [rows]}; NaN where all residuals of a row are missing
   */
  double[] energies(float[] residuals) {
    int inputs = kinds.length;
    double[] energies = new double[residuals.length / inputs];
    double[] squares = new double[inputs];
    for (int row = 0; row < energies.length; row++) {
      squares(residuals, row * inputs, squares);
      energies[row] = energy(squares);
    }
    return energies;
  }

  /**
   * Returns the energy of a row.
   *
   * @param squares {@code [inputs]}, NaN where missing
   * @return NaN where all are missing
   */
  double energy(double[] squares) {
    return meanOfLargest(squares) / normalEnergy;
  }

  /** Inserts each square in the few largest so far: a few comparisons for most of them. */
  private static double meanOfLargest(double[] squares) {
    double[] largest = new double[LARGEST_COUNT];
    int count = 0;
    for (double square : squares) {
      if (Double.isNaN(square) || (count == LARGEST_COUNT && square <= largest[count - 1])) {
        continue;
      }
      int at = count < LARGEST_COUNT ? count++ : count - 1;
      while (at > 0 && largest[at - 1] < square) {
        largest[at] = largest[at - 1];
        at--;
      }
      largest[at] = square;
    }
    double sum = 0;
    for (int i = count - 1; i >= 0; i--) {
      sum += largest[i];
    }
    // NaN of an empty row.
    return sum / count;
  }
}
