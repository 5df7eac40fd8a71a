package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final float NONE = Float.NaN;

  private static float[] of(int inputs, float... residuals) {
    Spread spread = new Spread(inputs);
    spread.add(residuals);
    return spread.floored();
  }

  @Test
  void it_is_the_root_mean_square_of_each_input() {
    assertThat(of(2, 3, 1, -4, -1, 0, 1))
        .containsExactly(new float[] {(float) Math.sqrt(25 / 3.0), 1}, within(1e-6f));
  }

  @Test
  void it_goes_on_from_one_call_to_the_next() {
    Spread spread = new Spread(1);
    spread.add(new float[] {3});
    spread.add(new float[] {-4});

    assertThat(spread.floored()).containsExactly((float) Math.sqrt(12.5));
  }

  @Test
  void missing_residuals_do_not_count() {
    assertThat(of(1, NONE, 2, NONE, 2)).containsExactly(2);
  }

  @Test
  void none_is_below_a_share_of_the_median_of_those_that_move() {
    float floor = (float) (0.2 * Spread.FLOOR);

    assertThat(of(5, 0.2f, 1e-5f, 0, NONE, 0.3f))
        .containsExactly(new float[] {0.2f, floor, floor, floor, 0.3f}, within(1e-6f));
  }

  @Test
  void where_nothing_moves_it_is_still_above_0() {
    assertThat(of(2, 0, NONE)).containsExactly(1e-3f, 1e-3f);
  }
}
