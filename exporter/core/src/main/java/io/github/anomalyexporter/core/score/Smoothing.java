package io.github.anomalyexporter.core.score;

/**
 * A weighted mean over the last rows. The weights are exponentials with several half-lives, so that
 * it responds immediately to large values and accumulates small values that persist. The number of
 * rows is fixed, so the mean of a row does not depend on the first row of the data.
 */
final class Smoothing {
  private final double[] halfLives;
  private final double[] weights;

  /**
   * @param rows number of rows, including the row itself
   * @param halfLives in rows, averaged
   */
  Smoothing(int rows, double... halfLives) {
    this.halfLives = halfLives;
    weights = new double[rows];
    for (double halfLife : halfLives) {
      double kept = Math.pow(0.5, 1 / halfLife);
      for (int age = 0; age < rows; age++) {
        weights[age] += (1 - kept) * Math.pow(kept, age);
      }
    }
  }

  int rows() {
    return weights.length;
  }

  /** Returns the weight of a row so many rows before. */
  double weight(int age) {
    return weights[age];
  }

  /** Returns the half-lives of its exponentials, in rows; read-only. */
  double[] halfLives() {
    return halfLives;
  }

  /**
   * Returns the weighted mean up to a row.
   *
   * @param values by row, NaN where a row has no value; the mean is over the other rows
   * @return NaN if the row itself has no value
   */
  double mean(double[] values, int row) {
    return Double.isNaN(values[row]) ? Double.NaN : meanOfKnown(values, row);
  }

  /**
   * Returns the weighted mean up to a row, which may have no value itself.
   *
   * @param values by row, NaN where a row has no value; the mean is over the other rows
   * @return NaN if no row has a value
   */
  double meanOfKnown(double[] values, int row) {
    double sum = 0;
    double total = 0;
    for (int age = 0; age < weights.length && age <= row; age++) {
      double value = values[row - age];
      if (!Double.isNaN(value)) {
        sum += weights[age] * value;
        total += weights[age];
      }
    }
    return sum / total;
  }

  /**
   * Returns the weighted mean of the known shares of the rows up to a row.
   *
   * @param known by row, the share of the row that is known; 0 before the first row
   * @return 0..1
   */
  double knownShare(double[] known, int row) {
    double sum = 0;
    double total = 0;
    for (int age = 0; age < weights.length; age++) {
      sum += age <= row ? weights[age] * known[row - age] : 0;
      total += weights[age];
    }
    return sum / total;
  }
}
