package io.github.anomalyexporter.testing.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusDurationTest {
  @Test
  void units_add_up() {
    assertThat(PrometheusDuration.parse("20s")).isEqualTo(Duration.ofSeconds(20));
    assertThat(PrometheusDuration.parse("1d2h3m4s5ms")).isEqualTo(Duration.parse("P1DT2H3M4.005S"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0s", "10", "10 m", "-5m", "5s1m", "1.5h"})
  void anything_else_is_refused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusDuration.parse(text))
        .withMessage(
            "duration \"" + text + "\": expected a positive one such as 20s, 10m or 1h30m");
  }
}
