package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.acceptance.Episodes;
import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.score.ThresholdRaise;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scores of one instance over a past range, and the explanations of its anomalous rows. One
 * thread fills it; afterwards it is not changed.
 */
public final class ScoredInstance {
  /** Number of features of an explanation, as in alerts. */
  private static final int EXPLAINED = 3;

  private final Labels instance;
  private final TimeRange range;
  private final BitSet exempt;
  private final double[] errors;
  private double @Nullable [] scores;
  private final Map<Integer, List<FeatureContribution>> explanations = new HashMap<>();
  private @Nullable String leftOut;

  /**
   * An instance whose rows are all unknown.
   *
   * @param exempt rows at which the instance is exempt from alerts
   */
  ScoredInstance(Labels instance, TimeRange range, BitSet exempt) {
    this.instance = instance;
    this.range = range;
    this.exempt = exempt;
    this.errors = new double[range.points()];
    Arrays.fill(errors, Double.NaN);
  }

  /**
   * Copies the scores of some rows.
   *
   * @param part its last rows are copied
   * @param first first row to set
   * @param rows number of rows
   */
  void put(Scores part, int first, int rows) {
    int before = part.rows() - rows;
    for (int row = 0; row < rows; row++) {
      double error = part.unraised(before + row);
      errors[first + row] = error;
      if (error > 1) {
        explanations.put(first + row, part.largestContributions(before + row, EXPLAINED));
      }
    }
  }

  /** Sets the reason why some of its rows have no score; only the first reason is kept. */
  void leaveOut(String reason) {
    leftOut = leftOut == null ? reason : leftOut;
  }

  public Labels instance() {
    return instance;
  }

  public int rows() {
    return errors.length;
  }

  /** Error over threshold; NaN where unknown. */
  public double score(int row) {
    if (scores == null) {
      scores = scoresAt(ThresholdChoice.CALIBRATED);
    }
    return scores[row];
  }

  /** Error over the calibrated threshold, without a raise; NaN where unknown. */
  double unraised(int row) {
    return errors[row];
  }

  /** The reason why a training left it out; null if none did. */
  public @Nullable String leftOut() {
    return leftOut;
  }

  /** Number of rows with a score. */
  public int knownRows() {
    return (int) Arrays.stream(errors).filter(error -> !Double.isNaN(error)).count();
  }

  /** The features with the largest shares of a row's score; empty for a score up to 1. */
  List<FeatureContribution> explanation(int row) {
    return explanations.getOrDefault(row, List.of());
  }

  /** Returns the scores for a multiple of the calibrated thresholds. */
  double[] scoresAt(double multiple) {
    double[] raising = new double[errors.length];
    Arrays.setAll(raising, row -> exempt.get(row) ? Double.NaN : errors[row] / multiple);
    double[] factors = ThresholdRaise.factors(range::at, raising);
    double[] multiples = new double[errors.length];
    Arrays.setAll(multiples, row -> errors[row] / multiple / factors[row]);
    return multiples;
  }

  /**
   * Returns the rows at which a shipped rule fires.
   *
   * @param multiple of the calibrated thresholds
   */
  BitSet firing(AlertRule rule, double multiple) {
    return rule.firing(scoresAt(multiple), exempt, range.step());
  }

  /** Returns the episodes of scores above 1 for a multiple of the calibrated thresholds. */
  List<Event> episodes(double multiple) {
    double[] multiples = scoresAt(multiple);
    BitSet above = new BitSet(multiples.length);
    for (int row = 0; row < multiples.length; row++) {
      above.set(row, multiples[row] > 1);
    }
    return Episodes.of(above, range.step());
  }
}
