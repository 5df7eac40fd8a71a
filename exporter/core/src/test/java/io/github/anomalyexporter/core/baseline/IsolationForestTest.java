package io.github.anomalyexporter.core.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IsolationForestTest {
  /** Two inputs around 0, and a third that never moves. */
  private static float[] cloud(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] rows = new float[3 * count];
    for (int row = 0; row < count; row++) {
      rows[3 * row] = (float) random.nextGaussian();
      rows[3 * row + 1] = (float) random.nextGaussian();
      rows[3 * row + 2] = 7;
    }
    return rows;
  }

  private static double error(RowModel model, float... row) {
    return model.error(row, 0, new float[row.length], 0);
  }

  @Test
  void average_depths_are_those_of_the_paper() {
    assertThat(IsolationTree.averageDepth(1)).isZero();
    assertThat(IsolationTree.averageDepth(2)).isEqualTo(1);
    // 2 H(255) - 2 * 255 / 256, with H(255) = ln 255 + Euler's constant.
    assertThat(IsolationTree.averageDepth(256)).isCloseTo(10.2445, within(1e-3));
  }

  @Test
  void a_row_far_from_all_others_is_alone_sooner() {
    RowModel model = IsolationForest.KIND.train(cloud(2000), 3, 1);

    assertThat(error(model, 0, 0, 7)).isLessThan(0.5);
    assertThat(error(model, 8, 0, 7)).isGreaterThan(0.6);
    assertThat(error(model, 8, 8, 7)).isGreaterThan(error(model, 8, 0, 7)).isLessThan(1);
  }

  @Test
  void the_input_that_is_far_off_has_the_largest_share_and_one_that_never_moved_none() {
    float[] shares = new float[4];
    IsolationForest.KIND.train(cloud(2000), 3, 1).error(new float[] {0, 8, 0, 7}, 1, shares, 1);

    assertThat(shares[1]).isGreaterThan(0.6f);
    assertThat(shares[1] + shares[2]).isCloseTo(1, within(1e-5f));
    assertThat(shares[3]).isZero();
  }

  @Test
  void one_seed_is_one_forest_and_another_is_another() {
    float[] rows = cloud(2000);
    double first = error(IsolationForest.KIND.train(rows, 3, 1), 1, 1, 7);

    assertThat(error(IsolationForest.KIND.train(rows, 3, 1), 1, 1, 7)).isEqualTo(first);
    assertThat(error(IsolationForest.KIND.train(rows, 3, 2), 1, 1, 7)).isNotEqualTo(first);
  }

  @Test
  void equal_training_rows_give_every_row_the_same_error() {
    float[] same = new float[300];

    RowModel model = IsolationForest.KIND.train(same, 3, 1);

    assertThat(error(model, 0, 0, 0)).isEqualTo(error(model, 5, 5, 5)).isCloseTo(0.5, within(0.05));
  }
}
