package io.github.anomalyexporter.core.score;

/**
 * How far off rows of one stretch of time are, one after the other, in two ways. The arrays are not
 * copied; nobody writes to them once they are in here.
 */
public final class Residuals {
  private final int inputs;
  private final float[] surprises;
  private final float[] displacements;

  /**
   * @param surprises {@code [rows, inputs]} flat: what neither the rows before nor the other inputs
   *     explain, in units of the usual innovation; NaN where missing
   * @param displacements {@code [rows, inputs]} flat: scaled value less its usual level; NaN where
   *     missing
   */
  public Residuals(int inputs, float[] surprises, float[] displacements) {
    if (surprises.length != displacements.length || surprises.length % inputs != 0) {
      throw new IllegalArgumentException(
          "%d and %d residuals of %d inputs"
              .formatted(surprises.length, displacements.length, inputs));
    }
    this.inputs = inputs;
    this.surprises = surprises;
    this.displacements = displacements;
  }

  public int inputs() {
    return inputs;
  }

  public int rows() {
    return surprises.length / inputs;
  }

  float[] surprises() {
    return surprises;
  }

  float[] displacements() {
    return displacements;
  }
}
