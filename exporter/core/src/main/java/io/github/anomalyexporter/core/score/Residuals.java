package io.github.anomalyexporter.core.score;

import java.util.List;

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
          "%s and %s residuals of %s inputs"
              .formatted(surprises.length, displacements.length, inputs));
    }
    this.inputs = inputs;
    this.surprises = surprises;
    this.displacements = displacements;
  }

  /** All of these, one right after the other; at least one. */
  public static Residuals join(List<Residuals> parts) {
    int length = parts.stream().mapToInt(part -> part.surprises.length).sum();
    float[] surprises = new float[length];
    float[] displacements = new float[length];
    int end = 0;
    for (Residuals part : parts) {
      System.arraycopy(part.surprises, 0, surprises, end, part.surprises.length);
      System.arraycopy(part.displacements, 0, displacements, end, part.surprises.length);
      end += part.surprises.length;
    }
    return new Residuals(parts.get(0).inputs, surprises, displacements);
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
