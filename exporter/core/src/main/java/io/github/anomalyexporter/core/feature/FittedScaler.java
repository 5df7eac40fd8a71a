package io.github.anomalyexporter.core.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/**
 * Brings the inputs of one instance to mean 0 and standard deviation 1, as its history had them. An
 * input that was never present there is unknown: it scales to NaN, whatever comes. An input that
 * was constant there has no spread of its own: a tenth of its size stands in for one (1 for a
 * constant 0, in transformed units), so that its first movement is visible and nothing is divided
 * by zero.
 */
public final class FittedScaler {
  /** What is known of one input. */
  public enum Kind {
    VARYING,
    CONSTANT,
    UNKNOWN
  }

  /** No scaled value is further from 0: an outlier would only smear its error over others. */
  static final float LARGEST = 20;

  private final List<Transform> transforms;
  private final List<Parameters> inputs;

  private FittedScaler(FeatureSet features, List<Parameters> inputs) {
    this.transforms = IntStream.range(0, features.size()).mapToObj(features::transform).toList();
    this.inputs = List.copyOf(inputs);
  }

  /**
   * The parameters of one input, as a manifest keeps them.
   *
   * @param mean in transformed units
   * @param deviation standard deviation in transformed units, above 0
   */
  public record Parameters(Kind kind, double mean, double deviation) {}

  /**
   * Fits to some rows.
   *
   * @param values {@code [.., inputs]} flat, raw values, NaN where missing; by segment of rows
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
    if (isConstant(statistics.getMin(), statistics.getMax())) {
      return new Parameters(
          Kind.CONSTANT, mean, deviationOfConstant(statistics.getMin(), statistics.getMax()));
    }
    return new Parameters(Kind.VARYING, mean, statistics.getStandardDeviation());
  }

  /** Below float precision a difference is rounding, not movement. */
  static boolean isConstant(double least, double greatest) {
    return greatest - least <= 1e-6 * size(least, greatest);
  }

  /** Stands in for the deviation of what has none, in transformed units. */
  static double deviationOfConstant(double least, double greatest) {
    double size = size(least, greatest);
    return size > 0 ? 0.1 * size : 1;
  }

  private static double size(double least, double greatest) {
    return Math.max(Math.abs(least), Math.abs(greatest));
  }

  /** The scaler of these parameters, one for each input of the feature set. */
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

  /** Scales a raw value; NaN where it is missing or the input unknown. */
  public float scale(int input, float raw) {
    Parameters fitted = inputs.get(input);
    if (fitted.kind() == Kind.UNKNOWN) {
      return Float.NaN;
    }
    double value = (transforms.get(input).apply(raw) - fitted.mean()) / fitted.deviation();
    // NaN passes through both.
    return (float) Math.max(-LARGEST, Math.min(LARGEST, value));
  }

  /** The raw value that a scaled one stands for; of an unknown input, NaN. */
  public double invert(int input, float scaled) {
    Parameters fitted = inputs.get(input);
    return fitted.kind() == Kind.UNKNOWN
        ? Double.NaN
        : transforms.get(input).invert(scaled * fitted.deviation() + fitted.mean());
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
