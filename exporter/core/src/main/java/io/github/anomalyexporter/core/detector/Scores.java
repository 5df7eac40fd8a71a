package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Scored rows, each an instance at a time: all instances of a window, or consecutive rows of one
 * instance. Flat arrays, by row or by row and input. Immutable once built.
 */
public final class Scores {
  private final FeatureSet features;
  private final List<Labels> instances;
  private final List<Instant> times;
  private final InstanceState[] states;
  private final double[] errors;
  private final double[] thresholds;
  private final double[] typicalErrors;
  private final float[] coverages;
  private final float[] shares;
  private final float[] actual;
  private final float[] expected;

  private Scores(FeatureSet features, List<Labels> instances, List<Instant> times) {
    this.features = features;
    this.instances = List.copyOf(instances);
    this.times = List.copyOf(times);
    int rows = instances.size();
    int cells = rows * features.size();
    this.states = new InstanceState[rows];
    this.errors = unknown(rows);
    this.thresholds = unknown(rows);
    this.typicalErrors = unknown(rows);
    this.coverages = new float[rows];
    this.shares = unknownCells(cells);
    this.actual = unknownCells(cells);
    this.expected = unknownCells(cells);
    Arrays.fill(states, InstanceState.INSUFFICIENT_DATA);
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
  public static Builder at(Instant time, FeatureSet features, List<Labels> instances) {
    return new Builder(
        new Scores(features, instances, Collections.nCopies(instances.size(), time)));
  }

  /** Returns a builder of a row for each time of one instance. */
  public static Builder of(Labels instance, FeatureSet features, TimeRange range) {
    return new Builder(
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
  public static Scores withoutModel(FeatureSet features, Frame window) {
    Builder scores = at(window.range().end(), features, window.instances());
    for (int row = 0; row < window.instances().size(); row++) {
      float[] cells = window.cells(row);
      int needed = (features.lagRows() + 1) * features.features().size();
      float[] raw =
          features.engineer(Arrays.copyOfRange(cells, cells.length - needed, cells.length));
      scores.putValues(row, raw, 0);
      scores.putState(row, InstanceState.NO_MODEL, scores.coverage(row, input -> true));
    }
    return scores.build();
  }

  /**
   * Builds scores. A row is {@code INSUFFICIENT_DATA}, with a coverage of 0 and without values,
   * until it is put. For one thread.
   */
  public static final class Builder {
    private final Scores scores;

    private Builder(Scores scores) {
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

    /**
     * Puts the score of a row; an error that is not finite makes its state {@code FAILED} instead.
     *
     * @param error 0 or more
     * @param shares {@code [inputs]}: each input's share of the error
     * @param expected {@code [inputs]} in the features' units; NaN where unknown. A value outside
     *     the bounds of a feature is replaced by the bound.
     */
    public void putScore(
        int row, double error, Calibration calibration, float[] shares, double[] expected) {
      putScore(
          row, error, calibration.threshold(), calibration.errors().median(), shares, expected);
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

    /** Returns the scores. The builder must not be used afterwards. */
    public Scores build() {
      return scores;
    }
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

  /** Reconstruction error, 0 or more; NaN without a score. */
  public double error(int row) {
    return errors[row];
  }

  /** The calibrated limit of the error, above 0; NaN without a score. */
  public double threshold(int row) {
    return thresholds[row];
  }

  /** Error over threshold: above 1 is anomalous; NaN where unknown. */
  public double score(int row) {
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
    return expected[row * features.size() + input];
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
   * Returns the scores by which rows are ranked, {@code [rows]}. An unknown score is 0, the least
   * score, so that it is of no advantage.
   */
  public double[] ranking() {
    double[] ranking = new double[rows()];
    for (int row = 0; row < ranking.length; row++) {
      double score = score(row);
      ranking[row] = Double.isNaN(score) ? 0 : score;
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
    return join(List.of(this), rows() - rows);
  }

  /** Concatenates scores of the same features; at least one. */
  public static Scores join(List<Scores> parts) {
    return join(parts, 0);
  }

  /**
   * @param skipped number of rows of the first part that are omitted
   */
  private static Scores join(List<Scores> parts, int skipped) {
    List<Labels> instances = new ArrayList<>();
    List<Instant> times = new ArrayList<>();
    for (Scores part : parts) {
      instances.addAll(part.instances);
      times.addAll(part.times);
    }
    Scores joined =
        new Scores(
            parts.get(0).features,
            instances.subList(skipped, instances.size()),
            times.subList(skipped, times.size()));
    int width = joined.features.size();
    int from = skipped;
    int end = 0;
    for (Scores part : parts) {
      int rows = part.rows() - from;
      System.arraycopy(part.states, from, joined.states, end, rows);
      System.arraycopy(part.errors, from, joined.errors, end, rows);
      System.arraycopy(part.thresholds, from, joined.thresholds, end, rows);
      System.arraycopy(part.typicalErrors, from, joined.typicalErrors, end, rows);
      System.arraycopy(part.coverages, from, joined.coverages, end, rows);
      int cells = rows * width;
      System.arraycopy(part.shares, from * width, joined.shares, end * width, cells);
      System.arraycopy(part.actual, from * width, joined.actual, end * width, cells);
      System.arraycopy(part.expected, from * width, joined.expected, end * width, cells);
      end += rows;
      from = 0;
    }
    return joined;
  }
}
