package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.score.InstanceState;

/**
 * Decides, for detectors of any kind, which rows are scored and what their state is.
 *
 * @param fleetSize number of instances that the fleet's model was trained on
 * @param minCoverage share of the expected cells below which a row is not scored
 */
public record ScoringRule(int fleetSize, double minCoverage) {
  /**
   * Instances needed for a fleet's model: the difference between a second instance and the only one
   * trained on is not an anomaly.
   */
  private static final int LEAST_FLEET = 2;

  /**
   * Returns whether a row is scored.
   *
   * @param modelRow row of the trained detector; 0 for the fleet's model
   * @param coverage of all cells that the error depends on, 0..1
   */
  public boolean scores(int modelRow, float coverage) {
    return isCovered(coverage) && (modelRow > 0 || fleetSize >= LEAST_FLEET);
  }

  /** Returns the state of a row; its error may still be unknown. */
  public InstanceState state(int modelRow, float coverage) {
    if (!isCovered(coverage)) {
      return InstanceState.INSUFFICIENT_DATA;
    }
    return modelRow > 0 ? InstanceState.OK : InstanceState.WARMING_UP;
  }

  private boolean isCovered(float coverage) {
    return coverage > 0 && coverage >= minCoverage;
  }
}
