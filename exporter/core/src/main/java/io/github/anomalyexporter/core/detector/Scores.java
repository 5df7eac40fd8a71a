package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The result of one scoring run for each instance: flat arrays, by instance or by instance and
 * input. They are not changed after the detector has returned them.
 */
public final class Scores {
  private final Instant time;
  private final FeatureSet features;
  private final List<Labels> instances;
  final InstanceState[] states;
  final double[] errors;
  final double[] thresholds;
  final double[] typicalErrors;
  final float[] coverages;
  final float[] shares;
  final float[] actual;
  final float[] expected;

  Scores(Instant time, FeatureSet features, List<Labels> instances) {
    this.time = time;
    this.features = features;
    this.instances = List.copyOf(instances);
    int count = instances.size();
    this.states = new InstanceState[count];
    this.errors = new double[count];
    this.thresholds = new double[count];
    this.typicalErrors = new double[count];
    this.coverages = new float[count];
    this.shares = new float[count * features.size()];
    this.actual = new float[count * features.size()];
    this.expected = new float[count * features.size()];
    Arrays.fill(errors, Double.NaN);
    Arrays.fill(thresholds, Double.NaN);
    Arrays.fill(typicalErrors, Double.NaN);
    Arrays.fill(actual, Float.NaN);
    Arrays.fill(expected, Float.NaN);
  }

  /**
   * Returns the scores of a window without a model.
   *
   * @param window the queried features; at least {@code features.lagRows()} rows before the last
   *     row
   */
  public static Scores withoutModel(FeatureSet features, Frame window) {
    Scores scores = new Scores(window.range().end(), features, window.instances());
    Arrays.fill(scores.states, InstanceState.NO_MODEL);
    for (int i = 0; i < window.instances().size(); i++) {
      float[] cells = window.cells(i);
      int needed = (features.lagRows() + 1) * features.features().size();
      float[] raw =
          features.engineer(Arrays.copyOfRange(cells, cells.length - needed, cells.length));
      System.arraycopy(raw, 0, scores.actual, i * raw.length, raw.length);
      scores.coverages[i] = scores.coverage(i, input -> true);
    }
    return scores;
  }

  /** Returns the coverage of an instance by the present values of known inputs. */
  float coverage(int instance, IntPredicate known) {
    return features.coverage(input -> known.test(input) && !Float.isNaN(actual(instance, input)));
  }

  /** The end of the window that was scored. */
  public Instant time() {
    return time;
  }

  public FeatureSet features() {
    return features;
  }

  public List<Labels> instances() {
    return instances;
  }

  /** Never {@code STALE} or {@code VANISHED}, which depend on the time. */
  public InstanceState state(int instance) {
    return states[instance];
  }

  /** Reconstruction error; NaN without a score. */
  public double error(int instance) {
    return errors[instance];
  }

  /** The calibrated limit of the error; NaN without a score. */
  public double threshold(int instance) {
    return thresholds[instance];
  }

  /** Error over threshold: above 1 is anomalous; NaN where unknown. */
  public double score(int instance) {
    return errors[instance] / thresholds[instance];
  }

  /** Median of the errors the threshold was calibrated on; NaN without a score. */
  public double typicalError(int instance) {
    return typicalErrors[instance];
  }

  /** Present over expected cells of the window, 0..1. */
  public float coverage(int instance) {
    return coverages[instance];
  }

  /** An input's share of the error; the shares of an instance with an error sum to 1. */
  public float share(int instance, int input) {
    return shares[instance * features.size() + input];
  }

  /** Actual value in the feature's unit; NaN where missing. */
  public float actual(int instance, int input) {
    return actual[instance * features.size() + input];
  }

  /**
   * Expected value in the feature's unit; NaN if the instance has no error, the value is missing,
   * or the kind of detector has no expected values.
   */
  public float expected(int instance, int input) {
    return expected[instance * features.size() + input];
  }
}
