package io.github.anomalyexporter.core.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Spearman's rank correlation of series with missing values: how far two features move in the same
 * order, whatever the shape of their relation.
 *
 * <p>Source: Spearman, C. (1904), "The Proof and Measurement of Association between Two Things",
 * American Journal of Psychology 15; with ties as Pearson's correlation of mean ranks, Kendall and
 * Gibbons (1990), "Rank Correlation Methods".
 */
public final class RankCorrelation {
  /** Fewer common values have a large correlation by chance. */
  public static final int LEAST_COMMON = 8;

  private RankCorrelation() {}

  /**
   * Returns the correlation of two series over the points at which both are known: Pearson's
   * correlation of their ranks, where equal values have the mean of their ranks.
   *
   * @param first values by point; NaN where unknown
   * @param second as many values
   * @return from -1 to 1; NaN if fewer than {@link #LEAST_COMMON} points are common, or if one of
   *     the series is constant over them
   */
  public static double of(double[] first, double[] second) {
    int[] common =
        IntStream.range(0, first.length)
            .filter(i -> !Double.isNaN(first[i]) && !Double.isNaN(second[i]))
            .toArray();
    if (common.length < LEAST_COMMON) {
      return Double.NaN;
    }
    double[] a = ranks(Arrays.stream(common).mapToDouble(i -> first[i]).toArray());
    double[] b = ranks(Arrays.stream(common).mapToDouble(i -> second[i]).toArray());
    double mean = (common.length + 1) / 2.0;
    double products = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < common.length; i++) {
      products += (a[i] - mean) * (b[i] - mean);
      squaresOfA += (a[i] - mean) * (a[i] - mean);
      squaresOfB += (b[i] - mean) * (b[i] - mean);
    }
    double scale = Math.sqrt(squaresOfA) * Math.sqrt(squaresOfB);
    return scale == 0 ? Double.NaN : Math.max(-1, Math.min(1, products / scale));
  }

  /** Returns the rank of each value, from 1; equal values have the mean of their ranks. */
  private static double[] ranks(double[] values) {
    Integer[] sorted = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
    Arrays.sort(sorted, Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < sorted.length) {
      int to = from + 1;
      while (to < sorted.length && values[sorted[to]] == values[sorted[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[sorted[i]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  /**
   * Returns the correlation of each pair of series, symmetric. The diagonal is 1, or NaN for a
   * series with too few values or a constant one.
   *
   * @param series each with the same number of points
   */
  public static double[][] matrix(List<double[]> series) {
    double[][] matrix = new double[series.size()][series.size()];
    for (int i = 0; i < series.size(); i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = of(series.get(i), series.get(j));
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }

  /**
   * Returns an order in which strongly correlated series are neighbours: beginning with the
   * strongest pair, the series with the strongest correlation to either end is added there. Unknown
   * correlations count as none.
   *
   * @param matrix of {@link #matrix}
   * @return each index once
   */
  public static List<Integer> neighbours(double[][] matrix) {
    List<Integer> left = new ArrayList<>(IntStream.range(0, matrix.length).boxed().toList());
    List<Integer> order = new ArrayList<>();
    if (!left.isEmpty()) {
      order.add(left.remove(first(matrix)));
    }
    while (!left.isEmpty()) {
      int begin = order.get(0);
      int end = order.get(order.size() - 1);
      Integer toBegin = strongest(matrix, begin, left);
      Integer toEnd = strongest(matrix, end, left);
      if (strength(matrix[begin][toBegin]) > strength(matrix[end][toEnd])) {
        order.add(0, toBegin);
        left.remove(toBegin);
      } else {
        order.add(toEnd);
        left.remove(toEnd);
      }
    }
    return order;
  }

  /** Returns a series of the strongest pair; the first series if there is none. */
  private static int first(double[][] matrix) {
    int first = 0;
    double most = 0;
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < i; j++) {
        if (strength(matrix[i][j]) > most) {
          most = strength(matrix[i][j]);
          first = j;
        }
      }
    }
    return first;
  }

  private static Integer strongest(double[][] matrix, int series, List<Integer> others) {
    return others.stream()
        .reduce(
            (best, next) ->
                strength(matrix[series][next]) > strength(matrix[series][best]) ? next : best)
        .orElseThrow();
  }

  private static double strength(double correlation) {
    return Double.isNaN(correlation) ? 0 : Math.abs(correlation);
  }
}
