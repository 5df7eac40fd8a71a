package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapsTest {
  private static final float NONE = Float.NaN;

  @Test
  void a_gap_is_filled_with_the_value_before_it_or_the_mean() {
    assertThat(Gaps.carryForward(new float[] {NONE, 1, 2, NONE, NONE, NONE, 3, 4}, 2))
        .containsExactly(0, 1, 2, 1, 2, 1, 3, 4);
    assertThat(Gaps.carryForward(new float[0], 2)).isEmpty();
  }

  @Test
  void a_value_is_carried_forward_over_the_lookback_only() {
    assertThat(Gaps.carryForward(new float[] {NONE, 3, NONE, NONE, NONE, 4, NONE}, 1, 2))
        .containsExactly(0, 3, 3, 3, 0, 4, 4);
  }
}
