package io.github.anomalyexporter.core.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UsualRangeTest {
  private static final float NONE = Float.NaN;
  private static final int ROWS = 1000;

  /** The numbers from 0 to 9, again and again. */
  private static float[] digits() {
    float[] values = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      values[row] = row % 10;
    }
    return values;
  }

  private static float[] admitted(float[] values, Transform transform) {
    return UsualRange.of(values, 1, input -> transform).admit(values.clone());
  }

  private static float[] with(float[] values, int from, int to, float value) {
    float[] changed = values.clone();
    Arrays.fill(changed, from, to, value);
    return changed;
  }

  @Test
  void what_is_usual_is_admitted() {
    assertThat(admitted(digits(), Transform.NONE)).isEqualTo(digits());
  }

  @Test
  void a_few_values_far_from_all_others_are_missing() {
    for (float wild : new float[] {1e30f, 37, -28, -Float.MAX_VALUE}) {
      assertThat(admitted(with(digits(), 500, 505, wild), Transform.NONE))
          .isEqualTo(with(digits(), 500, 505, NONE));
    }
  }

  @Test
  void up_to_three_widths_beyond_the_others_are_usual() {
    for (float value : new float[] {36, -27}) {
      float[] values = with(digits(), 500, 505, value);
      assertThat(admitted(values, Transform.NONE)).isEqualTo(values);
    }
  }

  @Test
  void what_comes_more_often_is_usual() {
    float[] values = with(digits(), 500, 506, 1e6f);

    assertThat(admitted(values, Transform.NONE)).isEqualTo(values);
  }

  @Test
  void of_a_short_history_fewer_are_a_few() {
    float[] hundred = Arrays.copyOf(digits(), 100);

    assertThat(admitted(with(hundred, 50, 52, 1e6f), Transform.NONE))
        .isEqualTo(with(hundred, 50, 52, NONE));
    float[] three = with(hundred, 50, 53, 1e6f);
    assertThat(admitted(three, Transform.NONE)).isEqualTo(three);
  }

  @Test
  void widths_are_of_transformed_values() {
    float[] values = with(digits(), 500, 505, 9000);
    Transform log = new Transform.Log(1);

    assertThat(admitted(values, log)).isEqualTo(values);
    assertThat(admitted(with(digits(), 500, 505, 11_000), log))
        .isEqualTo(with(digits(), 500, 505, NONE));
  }

  @Test
  void the_few_moves_of_what_is_constant_otherwise_are_made_smaller_and_stay() {
    float[] zero = new float[ROWS];
    float[] ten = with(zero, 0, ROWS, 10);

    assertThat(admitted(with(zero, 500, 505, 1e30f), Transform.NONE))
        .isEqualTo(with(zero, 500, 505, 3));
    assertThat(admitted(with(ten, 500, 505, -1e30f), Transform.NONE))
        .isEqualTo(with(ten, 500, 505, 7));
    assertThat(admitted(with(zero, 500, 505, 0.5f), Transform.NONE))
        .isEqualTo(with(zero, 500, 505, 0.5f));
  }

  @Test
  void of_a_value_or_two_nothing_is_known() {
    float[] values = with(new float[ROWS], 0, ROWS, NONE);
    values[3] = 7;
    values[4] = 1e30f;

    assertThat(admitted(values, Transform.NONE)).isEqualTo(values);
  }

  @Test
  void each_input_has_a_range_of_its_own() {
    float[] rows = new float[2 * ROWS];
    for (int row = 0; row < ROWS; row++) {
      rows[2 * row] = row % 10;
      rows[2 * row + 1] = 100 * (row % 10);
    }
    rows[700] = 300;
    rows[701] = 300;
    float[] expected = rows.clone();
    expected[700] = NONE;

    assertThat(UsualRange.of(rows, 2, input -> Transform.NONE).admit(rows)).isEqualTo(expected);
  }
}
