package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RidgeRegressionTest {
  /** More than are summed up at once, and not a multiple of that. */
  private static final int ROWS = 77;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void one_input_is_its_product_with_the_target_over_its_square_and_the_penalty() {
    RidgeRegression regression = new RidgeRegression(1, 1);
    regression.add(new float[] {1}, new float[] {2}, 0);
    regression.add(new float[] {2}, new float[] {4}, 0);
    regression.add(new float[] {3}, new float[] {7}, 0);

    assertThat(regression.solve(1)).containsExactly(31f / 15);
    assertThat(regression.solve(17)).containsExactly(1);
  }

  /** (X'X + I)^-1 X'Y of X = (1 0, 0 1, 1 1), Y = (1 2, 3 4, 5 6). */
  @Test
  void two_targets_on_two_inputs_are_solved_as_by_hand() {
    RidgeRegression regression = new RidgeRegression(2, 2);
    float[] targets = {-1, 1, 2, 3, 4, 5, 6};
    regression.add(new float[] {1, 0}, targets, 1);
    regression.add(new float[] {0, 1}, targets, 3);
    regression.add(new float[] {1, 1}, targets, 5);

    assertThat(regression.solve(1))
        .containsExactly(new float[] {1.25f, 1.75f, 2.25f, 2.75f}, within(1e-6f));
  }

  @Test
  void a_linear_relation_is_found_next_to_exactly_where_the_penalty_is_small() {
    RidgeRegression regression = new RidgeRegression(3, 1);
    for (int row = 0; row < ROWS; row++) {
      float first = (float) random.nextGaussian();
      float second = (float) random.nextGaussian();
      regression.add(
          new float[] {first, second, 1}, new float[] {2 * first - 3 * second + 0.5f}, 0);
    }

    assertThat(regression.solve(1e-6)).containsExactly(new float[] {2, -3, 0.5f}, within(1e-5f));
  }

  @Test
  void inputs_that_tell_the_same_share_their_coefficient() {
    RidgeRegression regression = new RidgeRegression(2, 1);
    for (int row = 0; row < ROWS; row++) {
      float value = (float) random.nextGaussian();
      regression.add(new float[] {value, value}, new float[] {2 * value}, 0);
    }

    float[] coefficients = regression.solve(1);
    assertThat(coefficients[0]).isCloseTo(1, within(0.02f));
    assertThat(coefficients[1]).isCloseTo(coefficients[0], within(1e-6f));
  }

  @Test
  void an_input_that_never_moves_from_0_explains_nothing() {
    RidgeRegression regression = new RidgeRegression(2, 1);
    for (int row = 0; row < ROWS; row++) {
      float value = (float) random.nextGaussian();
      regression.add(new float[] {0, value}, new float[] {value}, 0);
    }

    assertThat(regression.solve(1)[0]).isZero();
  }

  @Test
  void without_rows_nothing_is_explained() {
    assertThat(new RidgeRegression(2, 1).solve(1)).containsExactly(0, 0);
  }
}
