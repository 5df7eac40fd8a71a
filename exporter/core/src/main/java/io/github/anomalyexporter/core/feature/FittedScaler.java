package io.github.anomalyexporter.core.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Scales the inputs of one instance to mean 0 and standard deviation 1 over its history. An input
 * that was never present in the history is unknown: it is always scaled to NaN. An input that was
 * constant has no standard deviation: a tenth of its absolute value is used instead (1 for a
 * constant 0, in transformed units), so that its first change is visible and there is no division
 * by zero.
 */
public final class FittedScaler {
  /** How an input behaved in the history. */
  public enum Kind {
    VARYING,
    CONSTANT,
    UNKNOWN
  }

  /** Limit of scaled values: a larger outlier would distort the errors of other inputs. */
  static final float LARGEST = 20;

  /** Share of the range of the history by which a computed value may exceed it on either side. */
  private static final double MARGIN = 0.1;

  private final List<Transform> transforms;
  private final List<Parameters> inputs;

  private FittedScaler(FeatureSet features, List<Parameters> inputs) {
    this.transforms = IntStream.range(0, features.size()).mapToObj(features::transform).toList();
    this.inputs = List.copyOf(inputs);
  }

  /**
   * The parameters of one input.
   *
   * @param mean in transformed units
   * @param deviation standard deviation in transformed units, above 0
   * @param least least value of the history in transformed units; null if it is not known
   * @param greatest greatest value, likewise
   */
  public record Parameters(
      Kind kind, double mean, double deviation, @Nullable Double least, @Nullable Double greatest) {

    /** Parameters without the range of the history. */
    public Parameters(Kind kind, double mean, double deviation) {
      this(kind, mean, deviation, null, null);
    }

    /** Returns a value, or the end of the extended range of the history that it exceeds. */
    private double clamp(double value) {
      if (least == null || greatest == null) {
        return value;
      }
      double margin = MARGIN * Math.max(greatest - least, deviation);
      return Math.max(least - margin, Math.min(greatest + margin, value));
    }
  }

  /**
   * Fits a scaler.
   *
   * @param values for each segment {@code [.., inputs]} flat, raw values, NaN where missing
   * @param rows for each segment the rows to fit to
   */
  public static FittedScaler fit(FeatureSet features, List<float[]> values, List<int[]> rows) {
    List<Parameters> inputs = new ArrayList<>();
    for (int input = 0; input < features.size(); input++) {
      Transform transform = features.transform(input);
      StreamingStatistics statistics = new StreamingStatistics();
      for (int segment = 0; segment < values.size(); segment++) {
        for (int row : rows.get(segment)) {
          double value = transform.apply(values.get(segment)[row * features.size() + input]);
          if (!Double.isNaN(value)) {
            statistics.addValue(value);
          }
        }
      }
      inputs.add(parameters(statistics));
    }
    return new FittedScaler(features, inputs);
  }

  private static Parameters parameters(StreamingStatistics statistics) {
    if (statistics.getN() == 0) {
      return new Parameters(Kind.UNKNOWN, 0, 1);
    }
    double mean = statistics.getMean();
    double least = statistics.getMin();
    double greatest = statistics.getMax();
    return isConstant(least, greatest)
        ? new Parameters(Kind.CONSTANT, mean, deviationOfConstant(least, greatest), least, greatest)
        : new Parameters(Kind.VARYING, mean, statistics.getStandardDeviation(), least, greatest);
  }

  /** Returns whether the difference is below float precision, so that it is a rounding error. */
  public static boolean isConstant(double least, double greatest) {
    return greatest - least <= 1e-6 * size(least, greatest);
  }

  /** Returns the value used as the deviation of a constant input, in transformed units. */
  public static double deviationOfConstant(double least, double greatest) {
    double size = size(least, greatest);
    return size > 0 ? 0.1 * size : 1;
  }

  private static double size(double least, double greatest) {
    return Math.max(Math.abs(least), Math.abs(greatest));
  }

  /** Returns the scaler with given parameters, one for each input of the feature set. */
  public static FittedScaler of(FeatureSet features, List<Parameters> parameters) {
    if (parameters.size() != features.size()) {
      throw new IllegalArgumentException(
          parameters.size() + " scaled inputs, expected " + features.size());
    }
    return new FittedScaler(features, parameters);
  }

  public Parameters parameters(int input) {
    return inputs.get(input);
  }

  public int inputs() {
    return inputs.size();
  }

  public Kind kind(int input) {
    return inputs.get(input).kind();
  }

  /** Returns for each input whether it was present in the history; a new array. */
  public boolean[] known() {
    boolean[] known = new boolean[inputs.size()];
    for (int input = 0; input < known.length; input++) {
      known[input] = kind(input) != Kind.UNKNOWN;
    }
    return known;
  }

  /** Scales a raw value; NaN if it is missing or the input is unknown. */
  public float scale(int input, float raw) {
    Parameters fitted = inputs.get(input);
    if (fitted.kind() == Kind.UNKNOWN) {
      return Float.NaN;
    }
    double value = (transforms.get(input).apply(raw) - fitted.mean()) / fitted.deviation();
    // NaN passes through both.
    return (float) Math.max(-LARGEST, Math.min(LARGEST, value));
  }

  /**
   * Returns the raw value of a scaled value that was computed; NaN if the input is unknown. It is
   * within the range of the history, extended by a tenth: a linear forecast of an unusual row can
   * be far outside of it.
   */
  public double invert(int input, float scaled) {
    Parameters fitted = inputs.get(input);
    return fitted.kind() == Kind.UNKNOWN
        ? Double.NaN
        : transforms.get(input).invert(fitted.clamp(scaled * fitted.deviation() + fitted.mean()));
  }

  /**
   * Scales rows in place.
   *
   * @param rows {@code [rows, inputs]} flat, raw values, NaN where missing
   */
  public void scale(float[] rows) {
    for (int i = 0; i < rows.length; i++) {
      rows[i] = scale(i % inputs.size(), rows[i]);
    }
  }
}
