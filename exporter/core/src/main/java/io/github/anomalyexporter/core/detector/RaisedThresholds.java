package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.score.ThresholdRaise;
import java.util.Arrays;
import java.util.List;

/** Scores of past rows of one instance with and without raised thresholds. */
public final class RaisedThresholds {
  private RaisedThresholds() {}

  /**
   * Returns the same scores with the thresholds that the score board would have used, raised after
   * each anomaly ({@link ThresholdRaise}).
   *
   * @param scores of consecutive rows of one instance
   */
  public static Scores raised(Scores scores) {
    Scores raised = Scores.join(List.of(scores));
    double[] errors = new double[scores.rows()];
    Arrays.setAll(errors, scores::unraised);
    double[] factors = ThresholdRaise.factors(scores::time, errors);
    System.arraycopy(factors, 0, raised.raises, 0, factors.length);
    return raised;
  }

  /** Returns the same scores with the calibrated thresholds. */
  public static Scores calibrated(Scores scores) {
    Scores calibrated = Scores.join(List.of(scores));
    Arrays.fill(calibrated.raises, ThresholdRaise.NONE.factor());
    return calibrated;
  }
}
