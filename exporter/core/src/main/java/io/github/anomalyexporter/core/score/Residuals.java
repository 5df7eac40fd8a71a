package io.github.anomalyexporter.core.score;

import java.util.List;

/**
 * Two kinds of residuals of consecutive rows. The arrays are not copied and must not be changed
 * afterwards.
 */
public final class Residuals {
  private final int inputs;
  private final float[] innovationResiduals;
  private final float[] seasonalDeviations;

  /**
   * @param innovationResiduals {@code [rows, inputs]} flat: innovation minus its reconstruction, in
   *     units of the innovation scale; NaN where missing
   * @param seasonalDeviations {@code [rows, inputs]} flat: scaled value minus its seasonal level;
   *     NaN where missing
   */
  public Residuals(int inputs, float[] innovationResiduals, float[] seasonalDeviations) {
    if (innovationResiduals.length != seasonalDeviations.length
        || innovationResiduals.length % inputs != 0) {
      throw new IllegalArgumentException(
          "%s and %s residuals of %s inputs"
              .formatted(innovationResiduals.length, seasonalDeviations.length, inputs));
    }
    this.inputs = inputs;
    this.innovationResiduals = innovationResiduals;
    this.seasonalDeviations = seasonalDeviations;
  }

  /** Concatenates residuals; at least one. */
  public static Residuals join(List<Residuals> parts) {
    int length = parts.stream().mapToInt(part -> part.innovationResiduals.length).sum();
    float[] innovationResiduals = new float[length];
    float[] seasonalDeviations = new float[length];
    int end = 0;
    for (Residuals part : parts) {
      System.arraycopy(
          part.innovationResiduals, 0, innovationResiduals, end, part.innovationResiduals.length);
      System.arraycopy(
          part.seasonalDeviations, 0, seasonalDeviations, end, part.innovationResiduals.length);
      end += part.innovationResiduals.length;
    }
    return new Residuals(parts.get(0).inputs, innovationResiduals, seasonalDeviations);
  }

  public int inputs() {
    return inputs;
  }

  public int rows() {
    return innovationResiduals.length / inputs;
  }

  float[] innovationResiduals() {
    return innovationResiduals;
  }

  float[] seasonalDeviations() {
    return seasonalDeviations;
  }
}
