package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.stream.Stream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LillieforsTest {

  /** Statistic and p-value as printed by {@code nortest::lillie.test} 1.0-4 on R 4.2.2. */
  static Stream<Arguments> results_of_r() {
    return Stream.of(
        result("five", 0.215391671704934, 0.624333728146572, 1, 2, 4, 8, 9),
        result("ties", 0.292891910878737, 0.109673934334728, 1, 1, 1, 2, 2, 3),
        result("men", 0.259215357148878, 0.0374076218000308, ReferenceData.WEIGHTS_OF_MEN),
        result(
            "twelve", 0.144196855670978, 0.701524893058968, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20),
        result("trees", 0.122017766720905, 0.282605968098155, ReferenceData.TREE_HEIGHTS),
        result("Nile", 0.095957434297097, 0.023993431322858, ReferenceData.NILE),
        result("squares", 0.13174122900504, 0.0299828784066901, ReferenceData.squares(50)),
        result(
            "logistic",
            0.0228568000456856,
            0.232596972212265,
            ReferenceData.quantiles(1000, ReferenceData::logistic)),
        result(
            "normal",
            0.00267080585614124,
            1,
            ReferenceData.quantiles(200, new NormalDistribution()::inverseCumulativeProbability)),
        result(
            "exponential",
            0.158557599147204,
            0,
            ReferenceData.quantiles(5000, ReferenceData::exponential)));
  }

  private static Arguments result(String name, double distance, double p, double... values) {
    return Arguments.of(name, distance, p, values);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("results_of_r")
  void agrees_with_r(String name, double distance, double p, double[] values) {
    TestResult result = Lilliefors.test(values);

    assertThat(result.statistic()).isCloseTo(distance, within(1e-10));
    if (p == 0) {
      assertThat(result.pValue()).isLessThan(1e-200);
    } else {
      assertThat(result.pValue()).isCloseTo(p, withPercentage(1e-6));
    }
  }

  @Test
  void a_p_value_of_the_polynomials_stays_a_probability() {
    double[] values =
        ReferenceData.quantiles(20, new NormalDistribution()::inverseCumulativeProbability);
    for (int shift = 0; shift < 40; shift++) {
      values[0] += 0.05;
      assertThat(Lilliefors.test(values).pValue()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void a_constant_sample_is_not_normal() {
    assertThat(Lilliefors.test(new double[] {7, 7, 7, 7, 7})).isEqualTo(new TestResult(1, 0));
  }

  @Test
  void fewer_than_five_values_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lilliefors.test(new double[] {1, 2, 3, 4}))
        .withMessageContaining("5 values or more, got 4");
  }

  @Test
  void what_is_not_a_finite_number_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lilliefors.test(new double[] {1, 2, 3, 4, Double.NaN}));
  }
}
