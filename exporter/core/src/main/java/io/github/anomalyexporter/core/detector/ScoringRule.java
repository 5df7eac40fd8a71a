package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.score.InstanceState;
import java.util.function.BooleanSupplier;

/**
 * Decides, for detectors of any kind, which rows are scored and what their state is.
 *
 * @param fleetSize number of instances that the fleet's model was trained on
 * @param minCoverage share of the expected cells below which a row is not scored
 */
public record ScoringRule(int fleetSize, double minCoverage) {
  /** Instances needed for a fleet's model ({@link Unscored#NO_FLEET}). */
  private static final int LEAST_FLEET = 2;

  /**
   * Puts the state of a row, and the reason if the fleet's model does not score it.
   *
   * @param row in the scores
   * @param modelRow row of the trained detector; 0 for the fleet's model
   * @param coverage of all cells that the error depends on, 0..1
   * @param fits whether the fleet's model fits the instance; asked for row 0 only
   * @return whether the row is scored; its error may still be unknown
   */
  public boolean put(
      ScoresBuilder scores, int row, int modelRow, float coverage, BooleanSupplier fits) {
    scores.putState(row, state(modelRow, coverage), coverage);
    if (!isCovered(coverage)) {
      return false;
    }
    if (modelRow > 0) {
      return true;
    }
    if (fleetSize < LEAST_FLEET) {
      scores.putUnscored(row, Unscored.NO_FLEET);
      return false;
    }
    if (!fits.getAsBoolean()) {
      scores.putUnscored(row, Unscored.FLEET_DOES_NOT_FIT);
      return false;
    }
    return true;
  }

  private InstanceState state(int modelRow, float coverage) {
    if (!isCovered(coverage)) {
      return InstanceState.INSUFFICIENT_DATA;
    }
    return modelRow > 0 ? InstanceState.OK : InstanceState.WARMING_UP;
  }

  private boolean isCovered(float coverage) {
    return coverage > 0 && coverage >= minCoverage;
  }
}
