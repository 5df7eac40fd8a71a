package io.github.anomalyexporter.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {
  private static final double[] RISING = IntStream.range(0, 20).asDoubleStream().toArray();

  private static double[] of(DoubleUnaryOperator change) {
    return Arrays.stream(RISING).map(change).toArray();
  }

  @Test
  void any_growing_relation_is_one_and_any_falling_relation_minus_one() {
    assertThat(RankCorrelation.of(RISING, of(x -> x * x * x + 7))).isEqualTo(1);
    assertThat(RankCorrelation.of(RISING, of(x -> Math.exp(-x)))).isEqualTo(-1);
  }

  /** 1 - 6 sum(d^2) / (n (n^2 - 1)) without ties: here 1 - 6 * 6 / (8 * 63). */
  @Test
  void without_ties_it_is_the_textbook_formula() {
    double[] first = {1, 2, 3, 4, 5, 6, 7, 8};
    double[] second = {2, 1, 4, 3, 6, 5, 7, 8};
    assertThat(RankCorrelation.of(first, second)).isCloseTo(1 - 6.0 * 6 / (8 * 63), within(1e-12));
  }

  /** As scipy.stats.spearmanr gives it. */
  @Test
  void equal_values_have_their_mean_rank() {
    double[] first = {1, 2, 2, 3, 3, 3, 4, 5};
    double[] second = {5, 6, 7, 8, 7, 1, 2, 9};
    assertThat(RankCorrelation.of(first, second)).isCloseTo(0.25316, within(1e-5));
  }

  @Test
  void what_is_unknown_is_not_zero() {
    double[] constant = of(x -> 3);
    double[] gone = of(x -> x < RankCorrelation.LEAST_COMMON - 1 ? x : Double.NaN);
    double[] enough = of(x -> x < RankCorrelation.LEAST_COMMON ? x : Double.NaN);
    assertThat(RankCorrelation.of(RISING, constant)).isNaN();
    assertThat(RankCorrelation.of(RISING, gone)).isNaN();
    assertThat(RankCorrelation.of(RISING, enough)).isEqualTo(1);
    assertThat(
            RankCorrelation.of(
                of(x -> x % 2 == 0 ? x : Double.NaN), of(x -> x % 2 == 1 ? x : Double.NaN)))
        .isNaN();
  }

  @Test
  void independent_series_are_near_zero() {
    Random random = new Random(7);
    double[] first = random.doubles(2_000).toArray();
    double[] second = random.doubles(2_000).toArray();
    assertThat(RankCorrelation.of(first, second)).isCloseTo(0, within(.1));
  }

  @Test
  void a_matrix_is_symmetric_and_its_order_has_correlated_series_side_by_side() {
    Random random = new Random(1);
    double[] other = random.doubles(20).toArray();
    List<double[]> series =
        List.of(
            RISING, other, of(x -> -x), of(x -> 1), Arrays.stream(other).map(x -> 2 * x).toArray());
    double[][] matrix = RankCorrelation.matrix(series);

    assertThat(matrix[0][2]).isEqualTo(-1).isEqualTo(matrix[2][0]);
    assertThat(matrix[1][4]).isEqualTo(1);
    assertThat(matrix[3]).containsOnly(Double.NaN);
    List<Integer> order = RankCorrelation.neighbours(matrix);
    assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    assertThat(Math.abs(order.indexOf(0) - order.indexOf(2))).isEqualTo(1);
    assertThat(Math.abs(order.indexOf(1) - order.indexOf(4))).isEqualTo(1);
    assertThat(RankCorrelation.neighbours(new double[0][0])).isEmpty();
  }
}
