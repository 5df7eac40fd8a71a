package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final float NONE = Float.NaN;
  private static final int ROWS = 2 * ReconstructionError.WINDOW;

  private final float[] innovationResiduals = new float[2 * ROWS];
  private final float[] seasonalDeviations = new float[2 * ROWS];

  private double last() {
    return Coverage.of(new Residuals(2, innovationResiduals, seasonalDeviations), input -> true)[
        ROWS - 1];
  }

  @Test
  void of_what_is_all_there_it_is_1() {
    assertThat(last()).isEqualTo(1);
  }

  @Test
  void of_an_input_that_is_missing_in_all_rows_it_is_the_share_of_the_others() {
    for (int row = 0; row < ROWS; row++) {
      innovationResiduals[2 * row] = NONE;
      seasonalDeviations[2 * row] = NONE;
    }

    assertThat(last()).isCloseTo(0.5, within(1e-12));
    assertThat(
            Coverage.of(
                new Residuals(2, innovationResiduals, seasonalDeviations), input -> input == 1)[
                ROWS - 1])
        .as("one that is not expected does not count")
        .isEqualTo(1);
  }

  @Test
  void rows_that_the_error_does_not_look_back_on_do_not_count() {
    Arrays.fill(innovationResiduals, 0, 2 * (ROWS - ReconstructionError.WINDOW), NONE);
    Arrays.fill(seasonalDeviations, 0, 2 * (ROWS - 8), NONE);

    assertThat(last()).isEqualTo(1);
  }

  @Test
  void with_each_row_after_a_gap_there_is_more_of_it() {
    Arrays.fill(innovationResiduals, 0, 2 * (ROWS - 9), NONE);
    Arrays.fill(seasonalDeviations, 0, 2 * (ROWS - 10), NONE);
    double[] coverages =
        Coverage.of(new Residuals(2, innovationResiduals, seasonalDeviations), input -> true);

    assertThat(coverages[ROWS - 10]).as("no innovation residual is known").isZero();
    for (int row = ROWS - 9; row < ROWS; row++) {
      assertThat(coverages[row]).isGreaterThan(coverages[row - 1]);
    }
    assertThat(coverages[ROWS - 9]).isLessThan(0.5);
    assertThat(coverages[ROWS - 8]).isGreaterThan(0.5);
  }

  @Test
  void rows_before_the_first_are_missing() {
    double[] coverages =
        Coverage.of(new Residuals(2, innovationResiduals, seasonalDeviations), input -> true);

    assertThat(coverages[0]).isBetween(0.2, 0.4);
    assertThat(coverages[ReconstructionError.WINDOW - 1]).isEqualTo(1);
  }

  @Test
  void where_nothing_is_expected_it_is_0() {
    assertThat(
            Coverage.of(new Residuals(2, innovationResiduals, seasonalDeviations), input -> false))
        .containsOnly(0);
  }
}
