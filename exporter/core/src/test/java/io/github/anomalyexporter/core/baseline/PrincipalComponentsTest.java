package io.github.anomalyexporter.core.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
  /** Rows along a line of slope 2, and a third input that hardly moves. */
  private static float[] line(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] rows = new float[3 * count];
    for (int row = 0; row < count; row++) {
      float along = (float) (random.nextDouble() - 0.5);
      rows[3 * row] = along;
      rows[3 * row + 1] = 2 * along;
      rows[3 * row + 2] = (float) (0.01 * (random.nextDouble() - 0.5));
    }
    return rows;
  }

  private static double error(RowModel model, float... row) {
    return model.error(row, 0, new float[row.length], 0);
  }

  @Test
  void what_lies_on_the_main_component_is_reconstructed_however_far_out() {
    RowModel model = PrincipalComponents.KIND.train(line(1000), 3, 1);

    assertThat(error(model, 0.3f, 0.6f, 0)).isLessThan(1e-4);
    assertThat(error(model, 10, 20, 0)).isLessThan(1e-3);
  }

  @Test
  void the_error_is_the_mean_squared_distance_from_it() {
    RowModel model = PrincipalComponents.KIND.train(line(1000), 3, 1);
    float[] shares = new float[4];

    // (2, -1) is at right angles to (1, 2).
    double error = model.error(new float[] {9, 2, -1, 0}, 1, shares, 1);

    assertThat(error).isCloseTo(5.0 / 3, within(0.02));
    assertThat(shares[0]).isZero();
    assertThat(shares[1]).isCloseTo(0.8f, within(0.01f));
    assertThat(shares[2]).isCloseTo(0.2f, within(0.01f));
    assertThat(shares[1] + shares[2] + shares[3]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void rows_that_are_all_the_same_have_no_component() {
    RowModel model = PrincipalComponents.KIND.train(new float[] {1, 2, 1, 2, 1, 2}, 2, 1);
    float[] shares = new float[2];

    assertThat(model.error(new float[] {1, 2}, 0, shares, 0)).isZero();
    assertThat(shares).containsOnly(0);
    assertThat(error(model, 3, 2)).isCloseTo(2, within(1e-9));
  }
}
