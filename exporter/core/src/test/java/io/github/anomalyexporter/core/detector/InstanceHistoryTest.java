package io.github.anomalyexporter.core.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceHistoryTest {
  private static final float NONE = Float.NaN;
  private static final FeatureSet ONE = TestFeatures.of("cpu");

  /** Rows that hold the number they start with and those after it. */
  private static InstanceHistory counting(int from, int rows) {
    float[] values = new float[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = from + row;
    }
    return history(ONE, values);
  }

  private static InstanceHistory history(FeatureSet features, float... values) {
    return InstanceHistory.of(TestFrames.WEB, values, features, 0.5);
  }

  @Test
  void three_parts_follow_each_other() {
    InstanceHistory history = counting(0, 100);

    assertThat(history.rows()).isEqualTo(100);
    assertThat(history.trainingRows()).isEqualTo(60);
    assertThat(history.calibrationStart()).isEqualTo(80);
    assertThat(history.copy(59, 61)).containsExactly(59, 60);
    assertThat(history.copy(80, 100)).startsWith(80).endsWith(99).hasSize(20);
  }

  @Test
  void long_histories_are_thinned_evenly() {
    InstanceHistory history = counting(0, 3 * InstanceHistory.MAXIMUM_ROWS);

    assertThat(history.rows()).isEqualTo(InstanceHistory.MAXIMUM_ROWS);
    assertThat(history.copy(0, 4)).containsExactly(0, 3, 6, 9);
    assertThat(history.values()).isSorted();
  }

  @Test
  void rows_without_enough_of_what_the_host_has_are_left_out() {
    FeatureSet features = TestFeatures.of("cpu", "disk", "gone");
    InstanceHistory history =
        history(features, 1, 1, NONE, 2, NONE, NONE, NONE, NONE, NONE, 4, 4, NONE);

    assertThat(history.rows()).as("one of two cells is enough, none is not").isEqualTo(3);
    assertThat(history.values()).containsExactly(1, 1, NONE, 2, NONE, NONE, 4, 4, NONE);
  }

  @Test
  void optional_features_make_no_row_usable() {
    FeatureSet features =
        new FeatureSet(
            List.of(TestFeatures.feature("cpu"), TestFeatures.optional("psi")),
            List.of(),
            TestFeatures.STEP);

    assertThat(history(features, 1, NONE, NONE, 2, 3, 3).rows()).isEqualTo(2);
  }

  @Test
  void a_host_without_anything_has_no_rows() {
    assertThat(history(ONE, NONE, NONE).rows()).isZero();
    assertThat(history(ONE).copy(0, 0)).isEmpty();
  }

  @Test
  void the_fleet_pools_part_by_part_so_that_nothing_of_a_later_part_comes_into_an_earlier() {
    InstanceHistory pool = InstanceHistory.pool(List.of(counting(0, 100), counting(1000, 200)), 1);

    assertThat(pool.instance()).isEqualTo(TrainedInstance.FLEET);
    assertThat(pool.rows()).isEqualTo(300);
    assertThat(pool.trainingRows()).isEqualTo(60 + 120);
    assertThat(pool.calibrationStart()).isEqualTo(80 + 160);
    assertThat(pool.copy(0, 180)).contains(59, 1119).doesNotContain(60, 1120);
    assertThat(pool.copy(180, 240)).contains(60, 79, 1120, 1159);
    assertThat(pool.copy(240, 300)).startsWith(80).endsWith(1199);
  }

  @Test
  void a_large_fleet_pools_an_even_share_of_every_host() {
    List<InstanceHistory> hosts = new ArrayList<>();
    for (int host = 0; host < 20; host++) {
      hosts.add(counting(10_000 * host, 1000));
    }
    InstanceHistory pool = InstanceHistory.pool(hosts, 1);

    assertThat(pool.rows())
        .isBetween(InstanceHistory.MAXIMUM_ROWS - 3, InstanceHistory.MAXIMUM_ROWS);
    int[] rowsOfHost = new int[20];
    for (float value : pool.values()) {
      rowsOfHost[(int) (value / 10_000)]++;
    }
    for (int rows : rowsOfHost) {
      assertThat(rows).isBetween(250, 254);
    }
  }
}
