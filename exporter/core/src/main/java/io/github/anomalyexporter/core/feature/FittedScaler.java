package io.github.anomalyexporter.core.feature;

import java.util.Arrays;
import java.util.List;

/**
 * Scales the inputs of one instance, after what its training part held. An input that was never
 * present there is unknown: it scales to NaN, whatever comes. An input that was constant there has
 * no spread of its own: a tenth of its size stands in for one (1 for a constant 0, in transformed
 * units), so that its first movement is visible and nothing is divided by zero.
 */
public final class FittedScaler {
  /** What is known of one input. */
  public enum Kind {
    VARYING,
    CONSTANT,
    UNKNOWN
  }

  /**
   * The network sees a value at most this many ranges outside the training range. Beyond it an
   * outlier would only smear its error over the other features; the residual is taken of the
   * unclipped value.
   */
  private static final float INPUT_MARGIN = 1;

  private final List<Transform> transforms;
  private final double[] offset;
  private final double[] scale;
  private final float[] fill;
  private final float[] low;
  private final float[] high;
  private final Kind[] kinds;

  private FittedScaler(FeatureSet features) {
    int inputs = features.size();
    Transform[] all = new Transform[inputs];
    for (int i = 0; i < inputs; i++) {
      all[i] = features.transform(i);
    }
    this.transforms = List.of(all);
    this.offset = new double[inputs];
    this.scale = new double[inputs];
    this.fill = new float[inputs];
    this.low = new float[inputs];
    this.high = new float[inputs];
    this.kinds = new Kind[inputs];
  }

  /**
   * The parameters of one input, as a manifest keeps them.
   *
   * @param offset in transformed units
   * @param scale in transformed units, above 0
   * @param fill scaled: the median, which stands in for a missing value
   * @param low least scaled value of the training part
   * @param high greatest scaled value of the training part
   */
  public record Parameters(
      Kind kind, double offset, double scale, float fill, float low, float high) {}

  /**
   * Fits to the training part.
   *
   * @param inputs {@code [rows, inputs]} flat, raw values, NaN where missing
   * @param rows the first rows only
   */
  public static FittedScaler fit(FeatureSet features, Scaling scaling, float[] inputs, int rows) {
    FittedScaler scaler = new FittedScaler(features);
    double[] column = new double[rows];
    for (int input = 0; input < features.size(); input++) {
      int present = 0;
      for (int row = 0; row < rows; row++) {
        double value = scaler.transforms.get(input).apply(inputs[row * features.size() + input]);
        if (!Double.isNaN(value)) {
          column[present++] = value;
        }
      }
      Arrays.sort(column, 0, present);
      scaler.set(input, fit(scaling, column, present));
    }
    return scaler;
  }

  private static Parameters fit(Scaling scaling, double[] sorted, int present) {
    if (present == 0) {
      return new Parameters(Kind.UNKNOWN, 0, 1, 0, 0, 0);
    }
    double median = quantile(sorted, present, 0.5);
    double least = sorted[0];
    double greatest = sorted[present - 1];
    // Below float precision a difference is rounding, not movement.
    if (greatest - least <= 1e-6 * Math.max(Math.abs(least), Math.abs(greatest))) {
      double size = Math.abs(median) > 0 ? 0.1 * Math.abs(median) : 1;
      return new Parameters(Kind.CONSTANT, median, size, 0, 0, 0);
    }
    double offset = least;
    double scale = greatest - least;
    if (scaling == Scaling.ROBUST) {
      offset = median;
      double interquartile = quantile(sorted, present, 0.75) - quantile(sorted, present, 0.25);
      // A feature that rests most of the time has no interquartile range; its full range must do.
      scale = interquartile > 0 ? interquartile / 1.349 : scale;
    }
    return new Parameters(
        Kind.VARYING,
        offset,
        scale,
        (float) ((median - offset) / scale),
        (float) ((least - offset) / scale),
        (float) ((greatest - offset) / scale));
  }

  private static double quantile(double[] sorted, int size, double quantile) {
    double position = quantile * (size - 1);
    int below = (int) position;
    int above = Math.min(below + 1, size - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** The scaler of these parameters, one for each input of the feature set. */
  public static FittedScaler of(FeatureSet features, List<Parameters> parameters) {
    if (parameters.size() != features.size()) {
      throw new IllegalArgumentException(
          parameters.size() + " scaled inputs, expected " + features.size());
    }
    FittedScaler scaler = new FittedScaler(features);
    for (int input = 0; input < parameters.size(); input++) {
      scaler.set(input, parameters.get(input));
    }
    return scaler;
  }

  private void set(int input, Parameters parameters) {
    kinds[input] = parameters.kind();
    offset[input] = parameters.offset();
    scale[input] = parameters.scale();
    fill[input] = parameters.fill();
    low[input] = parameters.low();
    high[input] = parameters.high();
  }

  public Parameters parameters(int input) {
    return new Parameters(
        kinds[input], offset[input], scale[input], fill[input], low[input], high[input]);
  }

  public int inputs() {
    return kinds.length;
  }

  public Kind kind(int input) {
    return kinds[input];
  }

  /** {@code [inputs]}, scaled: what a missing input is filled with. */
  public float[] fill() {
    return fill.clone();
  }

  /** Scales a raw value; NaN where it is missing or the input unknown. */
  public float scale(int input, float raw) {
    if (kinds[input] == Kind.UNKNOWN) {
      return Float.NaN;
    }
    return (float) ((transforms.get(input).apply(raw) - offset[input]) / scale[input]);
  }

  /**
   * The raw value that a reconstruction stands for: of a constant input, the constant; of an
   * unknown one, NaN.
   */
  public double expected(int input, float reconstructed) {
    return switch (kinds[input]) {
      case VARYING -> transforms.get(input).invert(reconstructed * scale[input] + offset[input]);
      case CONSTANT -> transforms.get(input).invert(offset[input]);
      case UNKNOWN -> Double.NaN;
    };
  }

  /**
   * Scales rows in place.
   *
   * @param rows {@code [rows, inputs]} flat, raw values, NaN where missing
   */
  public void scale(float[] rows) {
    for (int i = 0; i < rows.length; i++) {
      rows[i] = scale(i % kinds.length, rows[i]);
    }
  }

  /** Clips scaled rows in place, from one row up to another, as the network may see them. */
  public void clip(float[] rows, int fromRow, int toRow) {
    for (int i = fromRow * kinds.length; i < toRow * kinds.length; i++) {
      rows[i] = clip(i % kinds.length, rows[i]);
    }
  }

  /** A scaled value as the network may see it: not far outside what it was trained on. */
  public float clip(int input, float scaled) {
    float margin = INPUT_MARGIN * (high[input] - low[input]);
    // NaN passes through both.
    return Math.max(low[input] - margin, Math.min(high[input] + margin, scaled));
  }
}
