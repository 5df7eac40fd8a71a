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
    ThresholdRaise raise = ThresholdRaise.NONE;
    for (int row = 0; row < scores.rows(); row++) {
      raise = raise.next(scores.time(row), scores.unraised(row));
      raised.raises[row] = raise.factor();
    }
    return raised;
  }

  /** Returns the same scores with the calibrated thresholds. */
  public static Scores calibrated(Scores scores) {
    Scores calibrated = Scores.join(List.of(scores));
    Arrays.fill(calibrated.raises, ThresholdRaise.NONE.factor());
    return calibrated;
  }
}
