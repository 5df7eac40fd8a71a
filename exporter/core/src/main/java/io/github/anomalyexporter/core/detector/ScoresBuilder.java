package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.InstanceState;
import java.util.function.IntPredicate;

/**
 * Builds scores. A row is {@code INSUFFICIENT_DATA}, with a coverage of 0 and without values, until
 * it is put. For one thread.
 */
public final class ScoresBuilder {
  private final Scores scores;

  ScoresBuilder(Scores scores) {
    this.scores = scores;
  }

  /**
   * Puts the actual values of a row.
   *
   * @param raw contains them from {@code offset} on: engineered, not scaled, NaN where missing
   */
  public void putValues(int row, float[] raw, int offset) {
    int inputs = scores.features.size();
    System.arraycopy(raw, offset, scores.actual, row * inputs, inputs);
  }

  /** Returns an actual value; NaN where missing. */
  public float actual(int row, int input) {
    return scores.actual(row, input);
  }

  /**
   * Returns the coverage of a row by its actual values.
   *
   * @param known whether an input is known to the model; other inputs count as missing
   */
  public float coverage(int row, IntPredicate known) {
    return scores.features.coverage(
        input -> known.test(input) && !Float.isNaN(scores.actual(row, input)));
  }

  /** Puts the state of a row. */
  public void putState(int row, InstanceState state, float coverage) {
    scores.states[row] = state;
    scores.coverages[row] = coverage;
  }

  /** Puts the reason why a row that is warming up gets no score. */
  public void putUnscored(int row, Unscored reason) {
    scores.unscored[row] = reason;
  }

  /**
   * Puts the score of a row; an error that is not finite makes its state {@code FAILED} instead.
   *
   * @param error 0 or more
   * @param shares {@code [inputs]}: each input's share of the error
   * @param expected {@code [inputs]} in the features' units; NaN where unknown. A value outside the
   *     bounds of a feature is replaced by the bound.
   */
  public void putScore(
      int row, double error, Calibration calibration, float[] shares, double[] expected) {
    putScore(row, error, calibration.threshold(), calibration.errors().median(), shares, expected);
  }

  /** Puts the score of a row, as above, with its threshold and its typical error. */
  public void putScore(
      int row,
      double error,
      double threshold,
      double typicalError,
      float[] shares,
      double[] expected) {
    if (!Double.isFinite(error)) {
      scores.states[row] = InstanceState.FAILED;
      return;
    }
    int inputs = scores.features.size();
    scores.errors[row] = error;
    scores.thresholds[row] = threshold;
    scores.typicalErrors[row] = typicalError;
    System.arraycopy(shares, 0, scores.shares, row * inputs, inputs);
    for (int input = 0; input < inputs; input++) {
      scores.expected[row * inputs + input] =
          (float) scores.features.bounds(input).clamp(expected[input]);
    }
  }

  /**
   * Puts the error of a row; one that is not finite makes its state {@code FAILED} instead.
   *
   * @param error 0 or more
   * @return whether the row has a score
   */
  public boolean putError(int row, double error, Calibration calibration) {
    if (!Double.isFinite(error)) {
      scores.states[row] = InstanceState.FAILED;
      return false;
    }
    scores.errors[row] = error;
    scores.thresholds[row] = calibration.threshold();
    scores.typicalErrors[row] = calibration.errors().median();
    return true;
  }

  /** Writes each input's share of an error. */
  @FunctionalInterface
  public interface Shares {
    /**
     * Writes the shares.
     *
     * @param shares receives {@code [inputs]} from {@code offset} on
     */
    void write(float[] shares, int offset);
  }

  /** Puts the shares of the error of a row. */
  public void putShares(int row, Shares shares) {
    shares.write(scores.shares, row * scores.features.size());
  }

  /**
   * Puts the expected value and the usual range of an input, scaled.
   *
   * @param expected NaN where the value is missing
   * @param half half of the width of the usual range, 0 or more
   */
  public void putUsual(int row, int input, float expected, float half) {
    int cell = row * scores.features.size() + input;
    scores.expected[cell] = expected;
    scores.lower[cell] = expected - half;
    scores.upper[cell] = expected + half;
  }

  /**
   * Puts the scaler of the usual values of a row. A value outside the bounds of a feature is
   * replaced by the bound.
   */
  public void putScaler(int row, FittedScaler scaler) {
    scores.scalers[row] = scaler;
  }

  /** Returns the scores. The builder must not be used afterwards. */
  public Scores build() {
    return scores;
  }
}
