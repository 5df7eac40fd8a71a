package io.github.anomalyexporter.evaluation.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
  /** By R's prop.test(x, n, correct = FALSE). */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662", // Newcombe, Statistics in Medicine 17 (1998), table I
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0, 0.1611",
    "1, 29, 0.0061, 0.1718",
    "29, 29, 0.8830, 1",
  })
  void the_interval_is_wilsons(double successes, int trials, double low, double high) {
    Proportion proportion = Proportion.of(successes, trials);

    assertThat(proportion.ratio()).isEqualTo(successes / trials);
    assertThat(proportion.low()).isEqualTo(low, within(6e-5));
    assertThat(proportion.high()).isEqualTo(high, within(6e-5));
  }

  @Test
  void of_no_trials_everything_is_possible() {
    Proportion proportion = Proportion.of(0, 0);

    assertThat(proportion.ratio()).isNaN();
    assertThat(proportion.low()).isZero();
    assertThat(proportion.high()).isEqualTo(1);
  }

  @Test
  void more_successes_than_trials_are_refused() {
    assertThatThrownBy(() -> Proportion.of(3, 2)).hasMessage("3.0 successes of 2 trials");
  }
}
