package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.stream.Stream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShapiroWilkTest {

  @Test
  void the_weights_of_men_have_the_w_of_the_paper_of_1965() {
    assertThat(ShapiroWilk.test(ReferenceData.WEIGHTS_OF_MEN).statistic())
        .isEqualTo(0.79, within(0.005));
  }

  /** Statistic and p-value as printed by {@code shapiro.test} of R 4.2.2. */
  static Stream<Arguments> results_of_r() {
    return Stream.of(
        result("three", 0.964285714285714, 0.636886845028963, 1, 2, 4),
        result("four", 0.92020267879194, 0.53808377727497, 1, 2, 4, 8),
        result("five", 0.900963269334728, 0.415232429865503, 1, 2, 4, 8, 9),
        result("ties", 0.82161556233422, 0.0911350219399274, 1, 1, 1, 2, 2, 3),
        result("men", 0.788814694835387, 0.00670381405650293, ReferenceData.WEIGHTS_OF_MEN),
        result(
            "twelve", 0.899100131909679, 0.154433273304666, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20),
        result("trees", 0.965454250478733, 0.403418169029917, ReferenceData.TREE_HEIGHTS),
        result("Nile", 0.973434999402609, 0.0407244745877105, ReferenceData.NILE),
        result("squares", 0.89812479966181, 0.000416885151894594, ReferenceData.squares(50)),
        result(
            "logistic",
            0.992830904416724,
            9.3294572514335e-05,
            ReferenceData.quantiles(1000, ReferenceData::logistic)),
        result(
            "exponential",
            0.816360677444788,
            5.48403792561547e-60,
            ReferenceData.quantiles(5000, ReferenceData::exponential)),
        result(
            "normal",
            0.999988925441143,
            1,
            ReferenceData.quantiles(5000, new NormalDistribution()::inverseCumulativeProbability)));
  }

  private static Arguments result(String name, double w, double p, double... values) {
    return Arguments.of(name, w, p, values);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("results_of_r")
  void agrees_with_r(String name, double w, double p, double[] values) {
    TestResult result = ShapiroWilk.test(values);

    assertThat(result.statistic()).isCloseTo(w, within(1e-8));
    assertThat(result.pValue()).isCloseTo(p, withPercentage(1e-3));
  }

  @Test
  void the_order_of_the_values_does_not_matter_and_is_left_alone() {
    double[] values = ReferenceData.NILE.clone();

    TestResult result = ShapiroWilk.test(values);

    assertThat(values).containsExactly(ReferenceData.NILE);
    Arrays.sort(values);
    assertThat(ShapiroWilk.test(values)).isEqualTo(result);
  }

  @Test
  void place_and_scale_do_not_matter_even_at_the_ends_of_the_number_range() {
    TestResult result = ShapiroWilk.test(ReferenceData.NILE);
    for (double scale : new double[] {1e-300, 1e-6, 1e300}) {
      double[] scaled = Arrays.stream(ReferenceData.NILE).map(value -> value * scale).toArray();
      assertThat(ShapiroWilk.test(scaled).statistic()).isCloseTo(result.statistic(), within(1e-12));
    }
  }

  @Test
  void a_constant_sample_is_not_normal() {
    assertThat(ShapiroWilk.test(new double[] {7, 7, 7, 7})).isEqualTo(new TestResult(0, 0));
  }

  @Test
  void sizes_beyond_the_approximation_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShapiroWilk.test(new double[] {1, 2}))
        .withMessageContaining("3 to 5000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShapiroWilk.test(new double[5001]))
        .withMessageContaining("got 5001");
  }

  @Test
  void what_is_not_a_finite_number_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShapiroWilk.test(new double[] {1, 2, Double.NaN}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShapiroWilk.test(new double[] {1, 2, Double.POSITIVE_INFINITY}));
  }
}
