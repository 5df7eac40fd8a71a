package io.github.anomalyexporter.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {
  @Provide
  Arbitrary<Transform> transforms() {
    return Arbitraries.oneOf(
        Arbitraries.just(Transform.NONE),
        Arbitraries.doubles().between(1e-3, 1e7).ofScale(3).map(Transform.Log::new),
        Arbitraries.doubles().between(0.2, 3).map(Transform.Power::new));
  }

  @Property
  void a_transform_is_odd(
      @ForAll("transforms") Transform transform,
      @ForAll @DoubleRange(min = 0, max = 1e12) double value) {
    assertThat(transform.apply(-value)).isEqualTo(-transform.apply(value));
    assertThat(transform.invert(-value / 1e12)).isEqualTo(-transform.invert(value / 1e12));
    assertThat(transform.apply(0)).isZero();
  }

  @Property
  void a_transform_increases(
      @ForAll("transforms") Transform transform,
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double value,
      @ForAll @DoubleRange(min = 0.01, max = 1e9) double more) {
    assertThat(transform.apply(value + more + Math.abs(value) * 1e-6))
        .isGreaterThan(transform.apply(value));
  }

  @Property
  void the_inverse_gives_the_value_back(
      @ForAll("transforms") Transform transform,
      @ForAll @DoubleRange(min = -1e12, max = 1e12) double value) {
    assertThat(transform.invert(transform.apply(value)))
        .isCloseTo(value, within(1e-9 * Math.abs(value) + 1e-12));
  }

  @Property
  void what_is_missing_stays_missing(@ForAll("transforms") Transform transform) {
    assertThat(transform.apply(Double.NaN)).isNaN();
    assertThat(transform.invert(Double.NaN)).isNaN();
  }

  @Test
  void a_log_is_linear_below_its_scale_and_logarithmic_above() {
    Transform log = new Transform.Log(1000);
    assertThat(log.apply(1)).isCloseTo(0.001, within(1e-6));
    assertThat(log.apply(1e9) - log.apply(1e8)).isCloseTo(Math.log(10), within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void parameters_are_above_0(double parameter) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Transform.Log(parameter))
        .withMessage("scale must be above 0, found " + parameter);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Transform.Power(parameter))
        .withMessage("exponent must be above 0, found " + parameter);
  }
}
