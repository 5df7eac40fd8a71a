package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResidualScaleTest {
  private static final float NONE = Float.NaN;

  private static float[] of(int inputs, float... residuals) {
    ResidualScale scale = new ResidualScale(inputs);
    scale.add(residuals);
    return scale.floored();
  }

  @Test
  void it_is_the_root_mean_square_of_each_input() {
    assertThat(of(2, 3, 1, -4, -1, 0, 1))
        .containsExactly(new float[] {(float) Math.sqrt(25 / 3.0), 1}, within(1e-6f));
  }

  @Test
  void it_goes_on_from_one_call_to_the_next() {
    ResidualScale scale = new ResidualScale(1);
    scale.add(new float[] {3});
    scale.add(new float[] {-4});

    assertThat(scale.floored()).containsExactly((float) Math.sqrt(12.5));
  }

  @Test
  void a_few_count_for_no_more_than_three_times_the_largest_of_the_others() {
    float[] residuals = new float[1000];
    Arrays.fill(residuals, 2);
    float calm = of(1, residuals)[0];
    Arrays.fill(residuals, 100, 104, -1e6f);

    assertThat(calm).isEqualTo(2);
    assertThat(of(1, residuals)[0]).isCloseTo((float) (2 * Math.sqrt(1.032)), within(1e-6f));
    Arrays.fill(residuals, 104, 105, -1e6f);
    assertThat(of(1, residuals)[0]).isGreaterThan(1e4f);
  }

  @Test
  void what_hardly_ever_moves_is_known_by_these_moves() {
    float[] residuals = new float[1000];
    Arrays.fill(residuals, 100, 104, 5);

    assertThat(of(1, residuals)[0]).isCloseTo((float) Math.sqrt(0.1), within(1e-6f));
  }

  @Test
  void missing_residuals_do_not_count() {
    assertThat(of(1, NONE, 2, NONE, 2)).containsExactly(2);
  }

  @Test
  void none_is_below_a_share_of_the_median_of_those_that_move() {
    float floor = (float) (0.2 * ResidualScale.FLOOR);

    assertThat(of(5, 0.2f, 1e-5f, 0, NONE, 0.3f))
        .containsExactly(new float[] {0.2f, floor, floor, floor, 0.3f}, within(1e-6f));
  }

  @Test
  void where_nothing_moves_it_is_still_above_0() {
    assertThat(of(2, 0, NONE)).containsExactly(1e-3f, 1e-3f);
  }
}
