package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperbolicTangentTest {
  /** A prime number of floats apart, so that all exponents and many mantissas are met. */
  private static final int STRIDE = 1009;

  private static float of(float value) {
    float[] values = {value};
    HyperbolicTangent.apply(values, 1);
    return values[0];
  }

  @Test
  void the_error_is_bounded_over_all_finite_floats() {
    double largest = 0;
    int last = Float.floatToIntBits(Float.MAX_VALUE);
    // 900 values above 9 are enough: all are 1.
    int often = Float.floatToIntBits(9f);
    for (long bits = 0; bits <= last; bits += bits < often ? STRIDE : 1_000_003) {
      float x = Float.intBitsToFloat((int) bits);
      double exact = StrictMath.tanh(x);
      largest = Math.max(largest, Math.abs(of(x) - exact));
      largest = Math.max(largest, Math.abs(of(-x) + exact));
    }
    assertThat(largest).isBetween(1e-7, HyperbolicTangent.LARGEST_ERROR);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-30f, 1e-10f, 1e-4f, 0.01f, 0.1f})
  void small_numbers_keep_their_relative_size(float small) {
    assertThat((double) of(small))
        .isCloseTo(StrictMath.tanh(small), within(HyperbolicTangent.LARGEST_ERROR * small));
  }

  @Test
  void it_is_odd_and_within_1_at_the_ends() {
    assertThat(of(0f)).isZero();
    for (float x : new float[] {0.5f, 3f, 7.9f, 8f, 1e30f, Float.POSITIVE_INFINITY}) {
      assertThat(of(-x)).isEqualTo(-of(x));
      assertThat(of(x)).isBetween(0f, 1f);
    }
    assertThat(of(Float.NaN)).isNaN();
  }

  @Test
  void the_rest_of_the_array_is_unchanged() {
    float[] values = {1, 2, 3};

    HyperbolicTangent.apply(values, 2);

    assertThat(values[1]).isLessThan(1);
    assertThat(values[2]).isEqualTo(3);
  }
}
