package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SmoothingTest {
  private static final double NONE = Double.NaN;

  private final Smoothing smoothing = new Smoothing(8, 1, 4);

  private static double[] ones(int rows) {
    double[] values = new double[rows];
    Arrays.fill(values, 1);
    return values;
  }

  private static double weight(Smoothing smoothing, int age) {
    return smoothing.weight(age);
  }

  @Test
  void a_row_counts_half_as_much_a_half_life_later() {
    Smoothing single = new Smoothing(20, 3);

    assertThat(weight(single, 3)).isCloseTo(weight(single, 0) / 2, within(1e-12));
    assertThat(weight(single, 10)).isCloseTo(weight(single, 7) / 2, within(1e-12));
  }

  @Test
  void half_lives_are_averaged_each_with_a_sum_of_1() {
    Smoothing brief = new Smoothing(8, 1);
    Smoothing lasting = new Smoothing(8, 4);

    for (int age = 0; age < smoothing.rows(); age++) {
      assertThat(weight(smoothing, age))
          .isCloseTo(weight(brief, age) + weight(lasting, age), within(1e-12));
    }
    assertThat(weight(new Smoothing(1, 1), 0)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void a_mean_is_weighted_by_age() {
    Smoothing two = new Smoothing(2, 1);

    assertThat(two.mean(new double[] {3, 6}, 1)).isCloseTo((2 * 6 + 3) / 3.0, within(1e-12));
  }

  @Test
  void the_mean_of_what_does_not_change_is_that_however_few_rows_there_are() {
    for (int row = 0; row < 20; row++) {
      assertThat(smoothing.mean(ones(20), row)).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void rows_before_the_window_and_after_the_row_do_not_count() {
    double[] values = ones(20);
    Arrays.fill(values, 0, 5, 1e9);
    Arrays.fill(values, 13, 20, 1e9);

    assertThat(smoothing.mean(values, 12)).isCloseTo(1, within(1e-12));
    assertThat(smoothing.mean(values, 11)).as("row 4 is in the window").isGreaterThan(1e3);
  }

  @Test
  void for_rows_without_a_value_the_others_count() {
    assertThat(new Smoothing(3, 1).mean(new double[] {3, NONE, 6}, 2))
        .isCloseTo((4 * 6 + 3) / 5.0, within(1e-12));
    assertThat(smoothing.mean(new double[] {NONE, NONE, 6}, 2)).isCloseTo(6, within(1e-12));
  }

  @Test
  void a_row_without_a_value_has_no_mean() {
    assertThat(smoothing.mean(new double[] {1, 1, NONE}, 2)).isNaN();
  }
}
