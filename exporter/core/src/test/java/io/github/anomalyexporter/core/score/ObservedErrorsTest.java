package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.Labels;
import org.junit.jupiter.api.Test;

class ObservedErrorsTest {

  private static double peak(int wanted, int apart, double... errors) {
    return new ObservedErrors(ErrorTimeline.consecutive(errors)).peak(wanted, apart);
  }

  @Test
  void peaks_are_counted_from_the_largest() {
    double[] errors = {1, 0, 0, 7, 0, 0, 3, 0, 0, 5};

    assertThat(peak(1, 2, errors)).isEqualTo(7);
    assertThat(peak(2, 2, errors)).isEqualTo(5);
    assertThat(peak(3, 2, errors)).isEqualTo(3);
    assertThat(peak(4, 2, errors)).isEqualTo(1);
  }

  @Test
  void the_smaller_of_two_that_are_not_further_apart_is_part_of_the_larger() {
    double[] errors = {4, 0, 9, 8, 0, 5, 0, 3};

    assertThat(peak(2, 1, errors)).as("not 8, right beside it").isEqualTo(5);
    assertThat(peak(2, 2, errors)).as("neither 4, two before it").isEqualTo(5);
    assertThat(peak(2, 3, errors)).as("nor 5, three after it").isEqualTo(3);
    assertThat(peak(2, 4, errors)).isEqualTo(3);
  }

  @Test
  void what_is_part_of_a_peak_takes_nothing_with_it() {
    // 8 belongs to 9, but 7, near 8 only, is a peak of its own.
    assertThat(peak(2, 2, 9, 0, 8, 0, 7)).isEqualTo(7);
  }

  @Test
  void a_level_that_is_held_for_long_is_a_peak_each_time_that_many_rows_have_passed() {
    double[] errors = {5, 5, 5, 5, 5, 5, 1};

    assertThat(peak(2, 2, errors)).isEqualTo(5);
    assertThat(peak(3, 2, errors)).isEqualTo(1);
  }

  @Test
  void where_there_are_fewer_peaks_it_is_the_smallest_of_them() {
    assertThat(peak(5, 10, 1, 2, 3)).isEqualTo(3);
    assertThat(peak(5, 1, 1, 2, 3)).isEqualTo(1);
    assertThat(peak(1, 1, 0, 0)).isZero();
  }

  @Test
  void rows_without_an_error_take_the_time_that_they_took() {
    assertThat(peak(2, 2, 9, Double.NaN, 8, 3, 2)).as("two rows after it").isEqualTo(3);
    assertThat(peak(2, 2, 9, Double.NaN, Double.NaN, 8, 3, 2)).as("three after it").isEqualTo(8);
  }

  @Test
  void peaks_of_different_hosts_are_separate_however_near_they_lie() {
    ErrorTimeline.Builder errors = new ErrorTimeline.Builder();
    for (int row = 0; row < 60; row++) {
      errors.add(Labels.of("instance", "a"), 1000 + row, row == 59 ? 9 : 1);
    }
    for (int row = 0; row < 60; row++) {
      errors.add(Labels.of("instance", "b"), 1060 + row, row == 0 ? 8 : 1);
    }

    assertThat(new ObservedErrors(errors.build()).peak(2, 60)).isEqualTo(8);
  }

  @Test
  void peaks_of_two_blocks_of_one_host_are_as_far_apart_as_in_time() {
    Labels host = Labels.of("instance", "a");
    ErrorTimeline errors =
        new ErrorTimeline.Builder()
            .add(host, 1000, 9)
            .add(host, 1060, 8)
            .add(host, 1061, 7)
            .add(host, 1062, 1)
            .build();

    assertThat(new ObservedErrors(errors).peak(2, 60)).as("an hour and a row later").isEqualTo(7);
  }
}
