package io.github.anomalyexporter.core.baseline;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * Reconstruction by the principal components with most of the variance (Jackson and Mudholkar,
 * "Control procedures for residuals associated with principal component analysis", Technometrics
 * 21(3), 1979): the error is the mean squared residual.
 */
public final class PrincipalComponents implements RowModel {
  /** Least share of the variance of the components that are kept. */
  private static final double KEPT_VARIANCE = 0.9;

  /** Trains on the covariance of the rows; does not use the seed. */
  public static final RowModelKind KIND =
      new RowModelKind() {
        @Override
        public RowModel train(float[] rows, int inputs, long seed) {
          return PrincipalComponents.train(rows, inputs);
        }

        @Override
        public RowModel of(float[] numbers, int inputs) {
          return new PrincipalComponents(numbers, inputs);
        }

        @Override
        public long mostBytes(int inputs) {
          return (inputs + 1L) * inputs * Float.BYTES;
        }
      };

  /** The mean, then the components of unit length. */
  private final float[] numbers;

  private final int inputs;

  private PrincipalComponents(float[] numbers, int inputs) {
    int rows = numbers.length / inputs;
    if (numbers.length % inputs != 0 || rows < 1 || rows > inputs + 1) {
      throw new IllegalArgumentException(
          numbers.length + " numbers for the mean and components of " + inputs + " inputs");
    }
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException("a mean or component of " + number);
      }
    }
    this.numbers = numbers;
    this.inputs = inputs;
  }

  private static PrincipalComponents train(float[] rows, int inputs) {
    int count = rows.length / inputs;
    double[] mean = new double[inputs];
    for (int i = 0; i < rows.length; i++) {
      mean[i % inputs] += rows[i] / (double) count;
    }
    double[][] covariance = new double[inputs][inputs];
    for (int row = 0; row < count; row++) {
      for (int a = 0; a < inputs; a++) {
        double centred = rows[row * inputs + a] - mean[a];
        for (int b = 0; b <= a; b++) {
          covariance[a][b] += centred * (rows[row * inputs + b] - mean[b]) / count;
        }
      }
    }
    double variance = 0;
    for (int a = 0; a < inputs; a++) {
      variance += covariance[a][a];
      for (int b = 0; b < a; b++) {
        covariance[b][a] = covariance[a][b];
      }
    }
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(covariance, false));
    double held = 0;
    int kept = 0;
    while (kept < inputs && held < KEPT_VARIANCE * variance) {
      held += eigen.getEigenvalue(kept++);
    }
    float[] numbers = new float[(1 + kept) * inputs];
    for (int input = 0; input < inputs; input++) {
      numbers[input] = (float) mean[input];
      for (int component = 0; component < kept; component++) {
        numbers[(1 + component) * inputs + input] =
            (float) eigen.getEigenvector(component).getEntry(input);
      }
    }
    return new PrincipalComponents(numbers, inputs);
  }

  @Override
  public double error(float[] rows, int offset, float[] shares, int sharesOffset) {
    double[] residual = residual(rows, offset);
    double squares = 0;
    for (double each : residual) {
      squares += each * each;
    }
    for (int input = 0; input < inputs; input++) {
      shares[sharesOffset + input] =
          squares > 0 ? (float) (residual[input] * residual[input] / squares) : 0;
    }
    return squares / inputs;
  }

  @Override
  public void reconstruct(float[] row) {
    double[] residual = residual(row, 0);
    for (int input = 0; input < inputs; input++) {
      row[input] -= (float) residual[input];
    }
  }

  private double[] residual(float[] rows, int offset) {
    double[] residual = new double[inputs];
    for (int input = 0; input < inputs; input++) {
      residual[input] = rows[offset + input] - (double) numbers[input];
    }
    // The components are orthogonal, so each can be subtracted from the remaining residual.
    for (int component = inputs; component < numbers.length; component += inputs) {
      double score = 0;
      for (int input = 0; input < inputs; input++) {
        score += numbers[component + input] * residual[input];
      }
      for (int input = 0; input < inputs; input++) {
        residual[input] -= score * numbers[component + input];
      }
    }
    return residual;
  }

  @Override
  public float[] numbers() {
    return numbers.clone();
  }
}
