package io.github.anomalyexporter.core.score;

/**
 * A weighted mean over the last rows: of exponentials with several half-lives, so that it answers
 * at once to what is large and adds up what is small but lasts. Over a fixed number of rows, so
 * that a row's mean does not depend on when somebody began to look.
 */
final class Smoothing {
  private final double[] weights;

  /**
   * @param rows that count, the row itself included
   * @param halfLives in rows, averaged
   */
  Smoothing(int rows, double... halfLives) {
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

  /**
   * The weighted sum of each input up to a row.
   *
   * @param values {@code [rows, inputs]} flat
   * @return {@code [inputs]}
   */
  double[] sums(double[] values, int inputs, int row) {
    double[] sums = new double[inputs];
    for (int age = 0; age < weights.length && age <= row; age++) {
      double weight = weights[age];
      int first = (row - age) * inputs;
      for (int input = 0; input < inputs; input++) {
        sums[input] += weight * values[first + input];
      }
    }
    return sums;
  }

  /**
   * The mean up to a row.
   *
   * @param values by row, NaN where a row has none: the others count for it
   * @return NaN where the row itself has none
   */
  double mean(double[] values, int row) {
    return Double.isNaN(values[row]) ? Double.NaN : meanOfKnown(values, row);
  }

  /**
   * The mean up to a row that may have no value itself.
   *
   * @param values by row, NaN where a row has none: the others count for it
   * @return NaN where none of the rows has one
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
   * How much of the weight of all rows is on what is known of them.
   *
   * @param known by row, the share of the row that is known; nothing is known before the first one
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
