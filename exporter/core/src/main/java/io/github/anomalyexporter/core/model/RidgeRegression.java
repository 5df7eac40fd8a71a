package io.github.anomalyexporter.core.model;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposer;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.RealMatrix;

/**
 * Linear least squares with a penalty on the squares of the coefficients (Hoerl and Kennard, "Ridge
 * regression", Technometrics 12(1), 1970), of several targets on the same inputs. It keeps sums of
 * the rows only, so its memory does not grow with their number. For one thread.
 */
final class RidgeRegression {
  /** Rows summed in one pass: they and the sums fit into the processor's cache. */
  private static final int BLOCK = 32;

  private final int inputs;
  private final int targets;
  private final float[] block;
  private final double[] products;
  private int pending;

  /**
   * @param inputs width of the inputs, including a constant if needed
   * @param targets width of the targets
   */
  RidgeRegression(int inputs, int targets) {
    this.inputs = inputs;
    this.targets = targets;
    this.block = new float[BLOCK * (inputs + targets)];
    this.products = new double[inputs * (inputs + targets)];
  }

  /**
   * Adds a row.
   *
   * @param row {@code [inputs]}, finite
   * @param target contains the targets, finite, from {@code offset} on
   */
  void add(float[] row, float[] target, int offset) {
    int start = pending * (inputs + targets);
    System.arraycopy(row, 0, block, start, inputs);
    System.arraycopy(target, offset, block, start + inputs, targets);
    pending++;
    if (pending == BLOCK) {
      sumUp();
    }
  }

  /** Adds the products of inputs with inputs, upper triangle, and of inputs with targets. */
  private void sumUp() {
    int width = inputs + targets;
    for (int i = 0; i < inputs; i++) {
      for (int row = 0; row < pending; row++) {
        int start = row * width;
        double factor = block[start + i];
        if (factor != 0) {
          for (int j = i; j < width; j++) {
            products[i * width + j] += factor * block[start + j];
          }
        }
      }
    }
    pending = 0;
  }

  /**
   * Returns the coefficients that minimise the squared errors plus the penalty times the squared
   * coefficients.
   *
   * @param penalty above 0, in units of squared inputs summed over rows; collinear inputs then
   *     share their coefficient
   * @return {@code [inputs, targets]} flat
   */
  float[] solve(double penalty) {
    sumUp();
    int width = inputs + targets;
    double[][] normal = new double[inputs][inputs];
    double[][] explained = new double[inputs][targets];
    for (int i = 0; i < inputs; i++) {
      for (int j = i; j < inputs; j++) {
        normal[i][j] = products[i * width + j];
        normal[j][i] = normal[i][j];
      }
      normal[i][i] += penalty;
      System.arraycopy(products, i * width + inputs, explained[i], 0, targets);
    }
    DecompositionSolver solver =
        new CholeskyDecomposer(1e-9, 0).decompose(new Array2DRowRealMatrix(normal, false));
    RealMatrix solution = solver.solve(new Array2DRowRealMatrix(explained, false));
    float[] coefficients = new float[inputs * targets];
    for (int i = 0; i < inputs; i++) {
      for (int target = 0; target < targets; target++) {
        coefficients[i * targets + target] = (float) solution.getEntry(i, target);
      }
    }
    return coefficients;
  }
}
