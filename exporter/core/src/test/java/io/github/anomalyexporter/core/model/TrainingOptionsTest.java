package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingOptionsTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rates_and_limits_are_numbers_above_0(double value) {
    assertThatThrownBy(() -> new TrainingOptions(1, 1, 1, value, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learning rate must be a number above 0: " + value);
    assertThatThrownBy(() -> new TrainingOptions(1, 1, 1, 1, value, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradient clip must be a number above 0: " + value);
  }

  @Test
  void counts_are_at_least_1() {
    assertThatThrownBy(() -> new TrainingOptions(0, 1, 1, 1, 1, 0))
        .hasMessageStartingWith("epochs must be");
    assertThatThrownBy(() -> new TrainingOptions(1, 0, 1, 1, 1, 0))
        .hasMessageStartingWith("patience must be");
    assertThatThrownBy(() -> new TrainingOptions(1, 1, 0, 1, 1, 0))
        .hasMessageStartingWith("batch size must be");
  }
}
