package io.github.anomalyexporter.core.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scores of rows of one instance. The arrays are not copied and must not be changed afterwards.
 */
public final class RowScores {
  private final List<String> features;
  private final double[] errors;
  private final double[] thresholds;
  private final float[] contributions;
  private final float @Nullable [] actual;
  private final float @Nullable [] expected;

  /**
   * @param features names, in the order of the contributions
   * @param errors {@code [rows]}: 0 or more, NaN where unknown
   * @param thresholds {@code [rows]}: the limit of the error, above 0, NaN where unknown
   * @param contributions {@code [rows, features]} flat: each feature's share of the error; the
   *     shares of a row sum to 1 (0 where the error is 0); NaN where the row is unknown
   */
  public RowScores(
      List<String> features, double[] errors, double[] thresholds, float[] contributions) {
    this(features, errors, thresholds, contributions, null, null);
  }

  private RowScores(
      List<String> features,
      double[] errors,
      double[] thresholds,
      float[] contributions,
      float @Nullable [] actual,
      float @Nullable [] expected) {
    if (thresholds.length != errors.length
        || contributions.length != errors.length * features.size()) {
      throw new IllegalArgumentException(
          "%s errors, %s thresholds, %s contributions of %s features"
              .formatted(errors.length, thresholds.length, contributions.length, features.size()));
    }
    this.features = List.copyOf(features);
    this.errors = errors;
    this.thresholds = thresholds;
    this.contributions = contributions;
    this.actual = actual;
    this.expected = expected;
  }

  /**
   * Returns a copy with the actual and the expected values of the features, in their units.
   *
   * @param actualValues {@code [rows, features]} flat, NaN where missing
   * @param expectedValues {@code [rows, features]} flat, NaN where unknown
   */
  public RowScores withValues(float[] actualValues, float[] expectedValues) {
    if (actualValues.length != contributions.length
        || expectedValues.length != contributions.length) {
      throw new IllegalArgumentException(
          "%s actual and %s expected values for %s contributions"
              .formatted(actualValues.length, expectedValues.length, contributions.length));
    }
    return new RowScores(features, errors, thresholds, contributions, actualValues, expectedValues);
  }

  public List<String> features() {
    return features;
  }

  /** Returns the last rows, without their values. */
  RowScores last(int rows) {
    int from = rows() - rows;
    int width = features.size();
    return new RowScores(
        features,
        Arrays.copyOfRange(errors, from, errors.length),
        Arrays.copyOfRange(thresholds, from, errors.length),
        Arrays.copyOfRange(contributions, from * width, contributions.length));
  }

  /** Concatenates scores, without their values; at least one. */
  static RowScores join(List<RowScores> parts) {
    int rows = parts.stream().mapToInt(RowScores::rows).sum();
    int width = parts.get(0).features.size();
    double[] errors = new double[rows];
    double[] thresholds = new double[rows];
    float[] contributions = new float[rows * width];
    int end = 0;
    for (RowScores part : parts) {
      System.arraycopy(part.errors, 0, errors, end, part.rows());
      System.arraycopy(part.thresholds, 0, thresholds, end, part.rows());
      System.arraycopy(
          part.contributions, 0, contributions, end * width, part.contributions.length);
      end += part.rows();
    }
    return new RowScores(parts.get(0).features, errors, thresholds, contributions);
  }

  public int rows() {
    return errors.length;
  }

  public double error(int row) {
    return errors[row];
  }

  public double threshold(int row) {
    return thresholds[row];
  }

  /** Error over threshold: above 1 is anomalous; NaN where unknown. */
  public double score(int row) {
    return errors[row] / thresholds[row];
  }

  public float contribution(int row, int feature) {
    return contributions[row * features.size() + feature];
  }

  /** Actual value in the unit of the feature; NaN if missing or not provided by the detector. */
  public float actual(int row, int feature) {
    return actual == null ? Float.NaN : actual[row * features.size() + feature];
  }

  /** Expected value in the unit of the feature; NaN if unknown. */
  public float expected(int row, int feature) {
    return expected == null ? Float.NaN : expected[row * features.size() + feature];
  }

  /** Number of rows without a score. */
  public int unknownRows() {
    int unknown = 0;
    for (int row = 0; row < errors.length; row++) {
      unknown += Double.isNaN(score(row)) ? 1 : 0;
    }
    return unknown;
  }

  /**
   * Returns the scores by which rows are ranked, {@code [rows]}. An unknown score is 0, the least
   * score, so that it is of no advantage.
   */
  double[] ranking() {
    double[] ranking = new double[errors.length];
    for (int row = 0; row < ranking.length; row++) {
      double score = score(row);
      ranking[row] = Double.isNaN(score) ? 0 : score;
    }
    return ranking;
  }

  /** Returns the rows with a score above 1; an unknown score is not an alarm. */
  BitSet alarms() {
    BitSet alarms = new BitSet(errors.length);
    for (int row = 0; row < errors.length; row++) {
      alarms.set(row, score(row) > 1);
    }
    return alarms;
  }
}
