package io.github.anomalyexporter.core.score;

import java.util.Arrays;

/** Looks into residuals and errors, for tests of other packages. */
public final class TestResiduals {
  private TestResiduals() {}

  /** {@code [rows, inputs]} flat. */
  public static float[] innovationResiduals(Residuals residuals) {
    return residuals.innovationResiduals();
  }

  /** The stream of an error after the first of these rows; all inputs count in the coverage. */
  static ErrorStream stream(ReconstructionError error, Residuals residuals, int rows) {
    int inputs = residuals.inputs();
    boolean[] expected = new boolean[inputs];
    Arrays.fill(expected, true);
    ErrorStream stream = error.stream();
    for (int row = 0; row < rows; row++) {
      stream.next(
          residuals.innovationResiduals(),
          residuals.innovationResiduals(),
          residuals.seasonalDeviations(),
          row * inputs,
          expected,
          new double[inputs]);
    }
    return stream;
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
