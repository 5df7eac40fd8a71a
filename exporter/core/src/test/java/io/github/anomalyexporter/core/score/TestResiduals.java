package io.github.anomalyexporter.core.score;

/** Looks into residuals and errors, for tests of other packages. */
public final class TestResiduals {
  private TestResiduals() {}

  /** {@code [rows, inputs]} flat. */
  public static float[] innovationResiduals(Residuals residuals) {
    return residuals.innovationResiduals();
  }

  /** In order of time. */
  public static double[] errors(ErrorTimeline timeline) {
    return timeline.errors();
  }

  /** {@code [rows, inputs]} flat. */
  public static float[] seasonalDeviations(Residuals residuals) {
    return residuals.seasonalDeviations();
  }
}
