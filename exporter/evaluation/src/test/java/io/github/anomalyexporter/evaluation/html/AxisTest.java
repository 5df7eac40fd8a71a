package io.github.anomalyexporter.evaluation.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void an_even_axis_has_marks_at_round_values() {
    assertThat(Axis.linear(16.5, 0, 100, "").ticks())
        .extracting(Axis.Tick::text)
        .containsExactly("0", "5", "10", "15");
    assertThat(Axis.linear(1, 0, 100, "").ticks())
        .extracting(Axis.Tick::text)
        .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    assertThat(Axis.linear(0.2, 0, 100, " %").ticks())
        .extracting(Axis.Tick::text)
        .containsExactly("0.00 %", "0.05 %", "0.10 %", "0.15 %", "0.20 %");
  }

  @Test
  void an_axis_of_scores_has_the_threshold_at_a_power_and_keeps_everything_inside() {
    Axis axis = Axis.ofScores(250, 200, 0);

    assertThat(axis.ticks())
        .extracting(Axis.Tick::text)
        .containsExactly("0.1", "1", "10", "100", "1000");
    assertThat(axis.place(1)).isEqualTo(150, within(1e-9));
    assertThat(axis.place(0)).isEqualTo(200);
    assertThat(axis.place(1e12)).isEqualTo(0, within(1e-9));
  }
}
