package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.score.ThresholdRaise;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scored rows, each an instance at a time: all instances of a window, or consecutive rows of one
 * instance. Flat arrays, by row or by row and input. Immutable once built.
 */
public final class Scores {
  final FeatureSet features;
  final List<Labels> instances;
  final List<Instant> times;
  final InstanceState[] states;
  final @Nullable Unscored[] unscored;
  final double[] errors;
  final double[] thresholds;
  final double[] raises;
  final double[] typicalErrors;
  final float[] coverages;
  final float[] shares;
  final float[] actual;
  final float[] expected;
  final float[] lower;
  final float[] upper;

  /** Of rows whose expected values and usual ranges are scaled. */
  final @Nullable FittedScaler[] scalers;

  Scores(FeatureSet features, List<Labels> instances, List<Instant> times) {
    this.features = features;
    this.instances = List.copyOf(instances);
    this.times = List.copyOf(times);
    int rows = instances.size();
    int cells = rows * features.size();
    this.states = new InstanceState[rows];
    this.unscored = new Unscored[rows];
    this.errors = unknown(rows);
    this.thresholds = unknown(rows);
    this.raises = new double[rows];
    this.typicalErrors = unknown(rows);
    this.coverages = new float[rows];
    this.shares = unknownCells(cells);
    this.actual = unknownCells(cells);
    this.expected = unknownCells(cells);
    this.lower = unknownCells(cells);
    this.upper = unknownCells(cells);
    this.scalers = new FittedScaler[rows];
    Arrays.fill(states, InstanceState.INSUFFICIENT_DATA);
    Arrays.fill(raises, ThresholdRaise.NONE.factor());
  }

  private static double[] unknown(int rows) {
    double[] values = new double[rows];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private static float[] unknownCells(int cells) {
    float[] values = new float[cells];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  /** Returns a builder of a row for each instance at one time. */
  public static ScoresBuilder at(Instant time, FeatureSet features, List<Labels> instances) {
    return new ScoresBuilder(
        new Scores(features, instances, Collections.nCopies(instances.size(), time)));
  }

  /** Returns a builder of a row for each time of one instance. */
  public static ScoresBuilder of(Labels instance, FeatureSet features, TimeRange range) {
    return new ScoresBuilder(
        new Scores(
            features,
            Collections.nCopies(range.points(), instance),
            IntStream.range(0, range.points()).mapToObj(range::at).toList()));
  }

  /**
   * Returns the scores of a window without a model: every instance is {@code NO_MODEL}.
   *
   * @param window the queried features; at least {@code features.lagRows()} rows before the last
   *     row
   */
  public static Scores withoutModel(FeatureSet features, RecentRows window) {
    ScoresBuilder scores = at(window.range().end(), features, window.instances());
    int width = features.features().size();
    float[] cells = new float[width];
    float[] queried = new float[(features.lagRows() + 1) * width];
    int first = window.range().points() - features.lagRows() - 1;
    for (int row = 0; row < window.instances().size(); row++) {
      for (int i = 0; i <= features.lagRows(); i++) {
        window.copyRow(row, first + i, cells);
        System.arraycopy(cells, 0, queried, i * width, width);
      }
      scores.putValues(row, features.engineer(queried), 0);
      scores.putState(row, InstanceState.NO_MODEL, scores.coverage(row, input -> true));
    }
    return scores.build();
  }

  public FeatureSet features() {
    return features;
  }

  public int rows() {
    return instances.size();
  }

  public Labels instance(int row) {
    return instances.get(row);
  }

  /** The instance of each row. */
  public List<Labels> instances() {
    return instances;
  }

  /** The end of the window that was scored. */
  public Instant time(int row) {
    return times.get(row);
  }

  /** Never {@code STALE} or {@code VANISHED}, which depend on the time. */
  public InstanceState state(int row) {
    return states[row];
  }

  /** Why a row that is warming up has no score; null for all other rows. */
  public @Nullable Unscored unscored(int row) {
    return unscored[row];
  }

  /** Reconstruction error, 0 or more; NaN without a score. */
  public double error(int row) {
    return errors[row];
  }

  /** The limit of the error, above 0: calibrated, and raised if so; NaN without a score. */
  public double threshold(int row) {
    return thresholds[row] * raises[row];
  }

  /** Error over threshold: above 1 is anomalous; NaN where unknown. */
  public double score(int row) {
    return errors[row] / threshold(row);
  }

  /** Error over the calibrated threshold, without a raise; NaN where unknown. */
  public double unraised(int row) {
    return errors[row] / thresholds[row];
  }

  /** Median of the errors the threshold was calibrated on; NaN without a score. */
  public double typicalError(int row) {
    return typicalErrors[row];
  }

  /** Present over expected cells of the window, 0..1. */
  public float coverage(int row) {
    return coverages[row];
  }

  /**
   * An input's share of the error; the shares of a row sum to 1, or are 0 where the error is 0. NaN
   * without a score.
   */
  public float share(int row, int input) {
    return shares[row * features.size() + input];
  }

  /** Actual value in the feature's unit; NaN where missing. */
  public float actual(int row, int input) {
    return actual[row * features.size() + input];
  }

  /**
   * Expected value in the feature's unit; NaN without a score, if the value is missing, or if the
   * kind of detector has no expected values.
   */
  public float expected(int row, int input) {
    return usual(expected, row, input);
  }

  /** Converts a value to the feature's unit when it is read: most are not. */
  private float usual(float[] values, int row, int input) {
    float value = values[row * features.size() + input];
    FittedScaler scaler = scalers[row];
    return scaler == null
        ? value
        : (float) features.bounds(input).clamp(scaler.invert(input, value));
  }

  /**
   * Lower end of the usual range of the value, in the feature's unit: at most the expected value;
   * NaN where that is NaN, and if the kind of detector has no usual range.
   */
  public float lower(int row, int input) {
    return usual(lower, row, input);
  }

  /** Upper end of the usual range, likewise: at least the expected value. */
  public float upper(int row, int input) {
    return usual(upper, row, input);
  }

  /** Number of rows without a score. */
  public int unknownRows() {
    int unknown = 0;
    for (int row = 0; row < rows(); row++) {
      unknown += Double.isNaN(score(row)) ? 1 : 0;
    }
    return unknown;
  }

  /**
   * Returns the errors by which rows are ranked, {@code [rows]}, in units of the calibrated
   * thresholds. An unknown error is 0, the least error, so that it is of no advantage.
   */
  public double[] ranking() {
    double[] ranking = new double[rows()];
    for (int row = 0; row < ranking.length; row++) {
      double error = unraised(row);
      ranking[row] = Double.isNaN(error) ? 0 : error;
    }
    return ranking;
  }

  /** Returns the rows with a score above 1; an unknown score is not an alarm. */
  public BitSet alarms() {
    BitSet alarms = new BitSet(rows());
    for (int row = 0; row < rows(); row++) {
      alarms.set(row, score(row) > 1);
    }
    return alarms;
  }

  /** Returns all features of a row, in their order. */
  public List<FeatureContribution> contributions(int row) {
    return IntStream.range(0, features.size()).mapToObj(input -> contribution(row, input)).toList();
  }

  /** Returns the features with the largest shares above 0 of a row, the largest first. */
  public List<FeatureContribution> largestContributions(int row, int count) {
    return IntStream.range(0, features.size())
        .filter(input -> share(row, input) > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(input -> -share(row, input)))
        .limit(count)
        .map(input -> contribution(row, input))
        .toList();
  }

  private FeatureContribution contribution(int row, int input) {
    return new FeatureContribution(
        features.name(input),
        features.unit(input),
        exact(share(row, input)),
        exact(actual(row, input)),
        exact(expected(row, input)));
  }

  /**
   * Returns the double with the decimal representation of the float: 0.3, not 0.30000001192092896.
   */
  private static double exact(float value) {
    return Float.isFinite(value) ? Double.parseDouble(Float.toString(value)) : value;
  }

  /** Returns the last rows. */
  public Scores last(int rows) {
    return JoinedScores.of(List.of(this), rows() - rows);
  }

  /** Concatenates scores of the same features; at least one. */
  public static Scores join(List<Scores> parts) {
    return JoinedScores.of(parts, 0);
  }
}
