package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Builds the scores of a trained detector, of any kind: who has enough coverage to be scored, in
 * which state, by which threshold. Without any more an instance has insufficient data.
 */
public final class ScoresBuilder {
  /**
   * A fleet of one is no fleet: what a second host does differently from the first is no anomaly.
   */
  private static final int LEAST_FLEET = 2;

  private final Scores scores;
  private final FeatureSet features;
  private final int fleetSize;
  private final List<TrainedInstance> rows;
  private final double minCoverage;

  /**
   * For some instances.
   *
   * @param time end of the window
   * @param minCoverage share of the expected cells below which an instance is not scored
   */
  public ScoresBuilder(
      Instant time, TrainedDetector trained, List<Labels> instances, double minCoverage) {
    this.features = trained.features();
    this.scores = new Scores(time, features, instances);
    this.fleetSize = trained.fleetSize();
    this.rows = trained.instances();
    this.minCoverage = minCoverage;
    Arrays.fill(scores.states, InstanceState.INSUFFICIENT_DATA);
  }

  /**
   * Sets the actual values of an instance.
   *
   * @param raw holds them from {@code offset} on: engineered, not scaled, NaN where missing
   */
  public void actual(int instance, float[] raw, int offset) {
    int inputs = features.size();
    System.arraycopy(raw, offset, scores.actual, instance * inputs, inputs);
  }

  /** An actual value; NaN where missing. */
  public float actual(int instance, int input) {
    return scores.actual(instance, input);
  }

  /**
   * Decides from its actual values whether an instance is scored.
   *
   * @param row of the detector that it would be scored by
   * @param known the inputs that this row knows: the others count as missing, whatever their value
   */
  public boolean isScored(int instance, int row, IntPredicate known) {
    return isScored(instance, row, known, 1);
  }

  /**
   * Decides from its actual values and the rows before them whether an instance is scored.
   *
   * @param looked coverage of all that the error looks at, the rows before the scored one included,
   *     0..1; 0 where there is no error
   */
  public boolean isScored(int instance, int row, IntPredicate known, double looked) {
    float coverage = Math.min(scores.coverage(instance, known), (float) looked);
    scores.coverages[instance] = coverage;
    if (coverage == 0 || coverage < minCoverage) {
      return false;
    }
    scores.states[instance] = row > 0 ? InstanceState.OK : InstanceState.WARMING_UP;
    return row > 0 || fleetSize >= LEAST_FLEET;
  }

  /**
   * Scores an instance.
   *
   * @param error 0 or more; where it is not finite the instance has failed
   * @return whether it has a score, so that shares and expected values are wanted
   */
  public boolean score(int instance, int row, double error) {
    if (!Double.isFinite(error)) {
      scores.states[instance] = InstanceState.FAILED;
      return false;
    }
    Calibration calibration = rows.get(row).calibration();
    scores.errors[instance] = error;
    scores.thresholds[instance] = calibration.threshold();
    scores.typicalErrors[instance] = calibration.errors().median();
    return true;
  }

  /** {@code [instances, inputs]} flat, to be written to: the shares of those with a score. */
  public float[] shares() {
    return scores.shares;
  }

  /**
   * Sets what an input of an instance with a score should have been, in the feature's unit; NaN
   * where it is missing or the kind of detector has no such value. A value that the feature cannot
   * have becomes the nearest one that it can.
   */
  public void expected(int instance, int input, double value) {
    scores.expected[instance * features.size() + input] =
        (float) features.bounds(input).clamp(value);
  }

  /** The scores. Nothing is set afterwards. */
  public Scores build() {
    return scores;
  }
}
