package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResidualsTest {

  @Test
  void joined_they_are_one_right_after_the_other() {
    Residuals first = new Residuals(2, new float[] {1, 2, 3, 4}, new float[] {-1, -2, -3, -4});
    Residuals none = new Residuals(2, new float[0], new float[0]);
    Residuals last = new Residuals(2, new float[] {5, Float.NaN}, new float[] {-5, -6});

    Residuals joined = Residuals.join(List.of(first, none, last));

    assertThat(joined.inputs()).isEqualTo(2);
    assertThat(joined.rows()).isEqualTo(3);
    assertThat(joined.innovationResiduals()).containsExactly(1, 2, 3, 4, 5, Float.NaN);
    assertThat(joined.seasonalDeviations()).containsExactly(-1, -2, -3, -4, -5, -6);
  }

  @Test
  void rows_that_are_not_whole_or_not_of_both_kinds_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Residuals(2, new float[2], new float[4]))
        .withMessageContaining("2 and 4 residuals of 2 inputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Residuals(2, new float[3], new float[3]));
  }
}
