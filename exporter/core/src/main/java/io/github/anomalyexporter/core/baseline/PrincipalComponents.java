package io.github.anomalyexporter.core.baseline;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * Reconstruction by the principal components that hold most of the variance (Jackson and Mudholkar,
 * "Control procedures for residuals associated with principal component analysis", Technometrics
 * 21(3), 1979): the error is the mean squared residual.
 */
final class PrincipalComponents implements RowModel {
  /** Share of the variance that the components kept have at least. */
  private static final double KEPT_VARIANCE = 0.9;

  private final double[] mean;

  /** By component, of unit length. */
  private final double[][] components;

  private PrincipalComponents(double[] mean, double[][] components) {
    this.mean = mean;
    this.components = components;
  }

  /** Of the rows' covariance; draws nothing. */
  static PrincipalComponents train(float[] rows, int inputs, long seed) {
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
    double[][] components = new double[kept][];
    for (int component = 0; component < kept; component++) {
      components[component] = eigen.getEigenvector(component).toArray();
    }
    return new PrincipalComponents(mean, components);
  }

  @Override
  public double error(float[] rows, int offset, float[] shares, int sharesOffset) {
    double[] residual = new double[mean.length];
    for (int input = 0; input < residual.length; input++) {
      residual[input] = rows[offset + input] - mean[input];
    }
    // They are at right angles, so that each takes its part of what is left.
    for (double[] component : components) {
      double score = 0;
      for (int input = 0; input < residual.length; input++) {
        score += component[input] * residual[input];
      }
      for (int input = 0; input < residual.length; input++) {
        residual[input] -= score * component[input];
      }
    }
    double squares = 0;
    for (double each : residual) {
      squares += each * each;
    }
    for (int input = 0; input < residual.length; input++) {
      shares[sharesOffset + input] =
          squares > 0 ? (float) (residual[input] * residual[input] / squares) : 0;
    }
    return squares / residual.length;
  }
}
