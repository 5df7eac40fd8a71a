package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneralizedParetoTest {

  @ParameterizedTest
  @ValueSource(doubles = {-0.3, -0.1, 0, 0.1, 0.3, 0.45})
  void a_fit_finds_the_parameters_of_a_large_sample(double shape) {
    GeneralizedPareto fit = GeneralizedPareto.fit(Processes.generalizedPareto(20_000, shape, 3, 7));

    assertThat(fit.shape()).isCloseTo(shape, within(0.03));
    assertThat(fit.scale()).isCloseTo(3, withPercentage(3));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.2, 0, 0.2, 0.4})
  void a_fit_to_thirty_excesses_is_right_on_average(double shape) {
    double mean = 0;
    int samples = 300;
    for (int seed = 0; seed < samples; seed++) {
      mean +=
          GeneralizedPareto.fit(Processes.generalizedPareto(30, shape, 2, seed)).shape() / samples;
    }

    assertThat(mean).isCloseTo(shape, within(0.12));
  }

  @Test
  void a_shape_beyond_the_bounds_is_replaced_by_the_bound() {
    assertThat(GeneralizedPareto.fit(Processes.generalizedPareto(1000, 1.5, 1, 1)).shape())
        .isEqualTo(GeneralizedPareto.MAXIMUM_SHAPE);
    assertThat(GeneralizedPareto.fit(Processes.generalizedPareto(1000, -0.9, 1, 1)).shape())
        .isEqualTo(GeneralizedPareto.MINIMUM_SHAPE);
  }

  @Test
  void a_scale_fitted_to_a_known_shape_gives_half_the_excesses_to_each_side_of_the_median() {
    double[] excesses = {1, 2, 3, 4, 50};

    for (double shape : new double[] {-0.4, 0, 0.3}) {
      GeneralizedPareto fit = GeneralizedPareto.withShape(excesses, shape);
      assertThat(fit.shape()).isEqualTo(shape);
      assertThat(fit.survival(3)).isCloseTo(0.5, within(1e-12));
    }
  }

  @Test
  void equal_excesses_have_an_exponential_tail_whose_median_they_are() {
    GeneralizedPareto fit = GeneralizedPareto.fit(new double[] {2, 2, 2, 2, 2, 2, 2, 2});

    assertThat(fit.shape()).isZero();
    assertThat(fit.scale()).isCloseTo(2 / Math.log(2), within(1e-12));
  }

  @Test
  void few_excesses_have_an_exponential_tail() {
    assertThat(GeneralizedPareto.fit(new double[] {1}).shape()).isZero();
    assertThat(GeneralizedPareto.fit(new double[] {1, 2, 3, 40}).shape()).isZero();
    assertThat(GeneralizedPareto.fit(new double[] {1, 2, 3, 4, 40}).shape()).isNotZero();
  }

  @Test
  void nearly_equal_and_very_unequal_excesses_can_be_fitted() {
    double[] nearlyEqual = DoubleStream.iterate(1, Math::nextUp).limit(20).toArray();
    double[] veryUnequal = DoubleStream.iterate(1e-150, value -> value * 1e15).limit(20).toArray();

    assertThat(GeneralizedPareto.fit(nearlyEqual).level(0.01)).isBetween(1.0, 10.0);
    assertThat(GeneralizedPareto.fit(veryUnequal).level(0.01)).isPositive().isFinite();
  }

  @Test
  void a_fit_scales_with_its_excesses() {
    double[] excesses = Processes.generalizedPareto(40, 0.2, 1, 3);
    GeneralizedPareto fit = GeneralizedPareto.fit(excesses);

    GeneralizedPareto scaled =
        GeneralizedPareto.fit(Arrays.stream(excesses).map(value -> 1e-5 * value).toArray());

    assertThat(scaled.shape()).isCloseTo(fit.shape(), within(1e-9));
    assertThat(scaled.scale()).isCloseTo(1e-5 * fit.scale(), withPercentage(1e-6));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.4, -1e-9, 0, 1e-12, 0.2, 0.5})
  void a_level_is_exceeded_with_its_probability(double shape) {
    GeneralizedPareto tail = new GeneralizedPareto(shape, 2);

    assertThat(tail.level(1)).isZero();
    for (double probability : new double[] {0.5, 0.01, 1e-6}) {
      assertThat(tail.survival(tail.level(probability)))
          .isCloseTo(probability, withPercentage(1e-6));
    }
  }

  @Test
  void nothing_is_beyond_the_end_of_a_short_tail() {
    GeneralizedPareto tail = new GeneralizedPareto(-0.5, 1);

    assertThat(tail.survival(1.9)).isPositive();
    assertThat(tail.survival(2)).isZero();
    assertThat(tail.survival(3)).isZero();
  }

  @Test
  void what_is_no_distribution_or_no_excess_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GeneralizedPareto(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new GeneralizedPareto(Double.NaN, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeneralizedPareto.fit(new double[0]))
        .withMessageContaining("at least one excess");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeneralizedPareto.fit(new double[] {1, 0}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeneralizedPareto.fit(new double[] {1, Double.NaN}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GeneralizedPareto(0, 1).level(0))
        .withMessageContaining("above 0");
  }
}
