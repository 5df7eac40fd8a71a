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
 * Builds the scores of a trained detector of any kind: it decides which instances have enough
 * coverage to be scored, and sets their state and threshold. The initial state of an instance is
 * {@link InstanceState#INSUFFICIENT_DATA}.
 */
public final class ScoresBuilder {
  /**
   * Instances needed for a fleet's model: the difference between a second instance and the only one
   * trained on is not an anomaly.
   */
  private static final int LEAST_FLEET = 2;

  private final Scores scores;
  private final FeatureSet features;
  private final int fleetSize;
  private final List<TrainedInstance> rows;
  private final double minCoverage;

  /**
   * A builder for some instances.
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
   * @param raw contains them from {@code offset} on: engineered, not scaled, NaN where missing
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
   * @param row of the detector for the instance
   * @param known inputs known to this row; other inputs count as missing
   */
  public boolean isScored(int instance, int row, IntPredicate known) {
    return isScored(instance, row, known, 1);
  }

  /**
   * Decides from its actual values and the rows before them whether an instance is scored.
   *
   * @param errorCoverage coverage of all cells that the error depends on, including the rows before
   *     the scored row, 0..1; 0 without an error
   */
  public boolean isScored(int instance, int row, IntPredicate known, double errorCoverage) {
    float coverage = Math.min(scores.coverage(instance, known), (float) errorCoverage);
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
   * @param error 0 or more; if it is not finite, the instance has failed
   * @return whether the instance has a score and therefore needs shares and expected values
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

  /** {@code [instances, inputs]} flat, writable: the shares of instances with a score. */
  public float[] shares() {
    return scores.shares;
  }

  /**
   * Sets the expected value of an input of an instance with a score, in the feature's unit; NaN if
   * it is missing or the kind of detector has no expected values. A value outside the bounds of the
   * feature is replaced by the bound.
   */
  public void expected(int instance, int input, double value) {
    scores.expected[instance * features.size() + input] =
        (float) features.bounds(input).clamp(value);
  }

  /** Returns the scores. The builder must not be used afterwards. */
  public Scores build() {
    return scores;
  }
}
