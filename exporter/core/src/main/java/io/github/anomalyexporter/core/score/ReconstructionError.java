package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import java.util.Arrays;

/**
 * Turns the residuals of a row, scaled input less its reconstruction, into one number: the root
 * mean square, over the present inputs, of each residual over its own spread on normal data. A well
 * reconstructed feature thus counts for as much as one that is always a little off. About 1 on
 * normal data, and proportional to the residuals: twice as far off is twice the error.
 *
 * <p>Two bounds keep one feature from owning the error. A normalised residual above {@link
 * #LINEAR_TO} grows only with its logarithm. One of a feature that was constant in training, which
 * has no spread to be measured by, is at most {@link #CONSTANT_BOUND}: visible among the
 * contributions, too small to raise the error over a threshold alone.
 */
public final class ReconstructionError {
  /** Normalised residuals are linear up to here, some twenty times the spread of normal data. */
  static final double LINEAR_TO = 20;

  /** As an ordinary feature three spreads off. */
  static final double CONSTANT_BOUND = 3;

  /**
   * Share of the median spread that every spread is at least: a feature reconstructed almost
   * perfectly must not turn rounding into anomalies.
   */
  static final double SPREAD_FLOOR = 0.25;

  /** Where not even the median spread is above 0: a thousandth of the training range. */
  private static final double LEAST_SPREAD = 1e-3;

  private final double[] spread;
  private final Kind[] kinds;

  private ReconstructionError(double[] spread, Kind[] kinds) {
    this.spread = spread;
    this.kinds = kinds;
  }

  /**
   * Measures the spread (root mean square) of each input's residuals on normal data that the
   * weights were not fitted to.
   *
   * @param scaled {@code [rows, inputs]} flat, NaN where missing
   * @param reconstructed of the same shape
   */
  public static ReconstructionError fit(
      FittedScaler scaler, float[] scaled, float[] reconstructed) {
    int inputs = scaler.inputs();
    double[] spread = new double[inputs];
    Kind[] kinds = new Kind[inputs];
    double[] varying = new double[inputs];
    int count = 0;
    for (int input = 0; input < inputs; input++) {
      kinds[input] = scaler.kind(input);
      spread[input] = rootMeanSquare(scaled, reconstructed, input, inputs);
      if (kinds[input] == Kind.VARYING && spread[input] > 0) {
        varying[count++] = spread[input];
      }
    }
    Arrays.sort(varying, 0, count);
    double median = count == 0 ? 0 : varying[count / 2];
    double floor = Math.max(SPREAD_FLOOR * median, LEAST_SPREAD);
    for (int input = 0; input < inputs; input++) {
      spread[input] =
          kinds[input] == Kind.CONSTANT ? Math.max(median, floor) : Math.max(spread[input], floor);
    }
    return new ReconstructionError(spread, kinds);
  }

  private static double rootMeanSquare(
      float[] scaled, float[] reconstructed, int input, int inputs) {
    double sum = 0;
    int present = 0;
    for (int i = input; i < scaled.length; i += inputs) {
      if (!Float.isNaN(scaled[i])) {
        double residual = scaled[i] - reconstructed[i];
        sum += residual * residual;
        present++;
      }
    }
    return present == 0 ? 0 : Math.sqrt(sum / present);
  }

  /** With spreads read back from a manifest, one for each input of the scaler, each above 0. */
  public static ReconstructionError of(FittedScaler scaler, double[] spread) {
    Kind[] kinds = new Kind[scaler.inputs()];
    for (int input = 0; input < kinds.length; input++) {
      kinds[input] = scaler.kind(input);
      if (!(spread[input] > 0)) {
        throw new IllegalArgumentException("a spread must be above 0, found " + spread[input]);
      }
    }
    return new ReconstructionError(spread.clone(), kinds);
  }

  /** {@code [inputs]}, scaled, each above 0. */
  public double[] spread() {
    return spread.clone();
  }

  /**
   * The error of one row.
   *
   * @param scaled holds the row from {@code offset} on, NaN where missing
   * @param reconstructed the same of its reconstruction
   * @param shares from {@code offset} on receives each input's share of the squared error: sums to
   *     1, 0 for a missing input
   * @return 0 or more; NaN where no input is present, and then all shares are 0
   */
  public double of(float[] scaled, float[] reconstructed, int offset, float[] shares) {
    double sum = 0;
    int present = 0;
    for (int input = 0; input < spread.length; input++) {
      float value = scaled[offset + input];
      double squared = 0;
      if (!Float.isNaN(value)) {
        double residual = normalised(input, value, reconstructed[offset + input]);
        squared = residual * residual;
        sum += squared;
        present++;
      }
      shares[offset + input] = (float) squared;
    }
    for (int input = 0; input < spread.length; input++) {
      shares[offset + input] = sum > 0 ? (float) (shares[offset + input] / sum) : 0;
    }
    return present == 0 ? Double.NaN : Math.sqrt(sum / present);
  }

  private double normalised(int input, double scaled, double reconstructed) {
    if (kinds[input] == Kind.CONSTANT) {
      // Scaled to 0; what the network says of it is noise.
      return Math.min(Math.abs(scaled) / spread[input], CONSTANT_BOUND);
    }
    double size = Math.abs(scaled - reconstructed) / spread[input];
    return size <= LINEAR_TO ? size : LINEAR_TO * (1 + Math.log(size / LINEAR_TO));
  }
}
