package io.github.anomalyexporter.core.score;

/** Looks into residuals, for tests of other packages. */
public final class TestResiduals {
  private TestResiduals() {}

  /** {@code [rows, inputs]} flat. */
  public static float[] surprises(Residuals residuals) {
    return residuals.surprises();
  }

  /** {@code [rows, inputs]} flat. */
  public static float[] displacements(Residuals residuals) {
    return residuals.displacements();
  }
}
