package io.github.anomalyexporter.core.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.score.ReconstructionError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceHistoryTest {
  private static final float NONE = Float.NaN;
  private static final FeatureSet ONE = TestFeatures.of("cpu");
  private static final Instant FIRST = Instant.parse("2026-03-02T10:00:00Z");

  /** The first rows have none to be forecast from. */
  private static final int LAGS = Forecast.LAGS;

  /** Rows that hold the number they start with and those after it, so many of them usable. */
  private static InstanceHistory counting(int from, int usable) {
    float[] values = new float[LAGS + usable];
    for (int row = 0; row < values.length; row++) {
      values[row] = from + row;
    }
    return history(ONE, values);
  }

  private static InstanceHistory history(FeatureSet features, float... values) {
    return InstanceHistory.of(TestFrames.WEB, values::clone, FIRST, features, 0.5);
  }

  private static int[] targets(InstanceHistory history) {
    return history.segments().get(0).targets();
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /** The values of all rows to learn from, of counting histories. */
  private static List<Integer> values(InstanceHistory history) {
    List<Integer> values = new ArrayList<>();
    for (Segment segment : history.segments()) {
      float[] raw = segment.raw();
      for (int row : segment.targets()) {
        values.add((int) raw[row]);
      }
    }
    return values;
  }

  @Test
  void all_rows_but_those_without_a_forecast_are_learned_from() {
    InstanceHistory history = counting(0, 100);

    assertThat(history.rows()).isEqualTo(100);
    assertThat(targets(history)).isEqualTo(range(LAGS, LAGS + 100));
  }

  @Test
  void its_length_is_from_the_first_row_that_is_learned_from_to_the_last() {
    assertThat(counting(0, 100).length()).isEqualTo(Duration.ofMinutes(99));
  }

  @Test
  void missing_rows_do_not_extend_a_history() {
    float[] values = new float[10_000];
    Arrays.fill(values, 0, 9_000, Float.NaN);

    assertThat(history(ONE, values).length()).isEqualTo(Duration.ofMinutes(999));
  }

  @Test
  void it_begins_where_there_is_something_to_learn_from() {
    float[] values = new float[10_000];
    Arrays.fill(values, 0, 9_000, Float.NaN);
    Arrays.fill(values, 9_000, 9_020, 7);
    Segment segment = history(ONE, values).segments().get(0);

    int before = LAGS + ReconstructionError.WINDOW;
    assertThat(segment.raw()).hasSize(before + 1_000);
    assertThat(segment.raw()[before]).isEqualTo(7);
    assertThat(segment.targets()).isEqualTo(range(before, before + 1_000));
    assertThat(segment.first()).isEqualTo(FIRST.plus(Duration.ofMinutes(9_000 - before)));
  }

  @Test
  void what_is_trained_on_of_a_long_history_is_thinned_evenly() {
    InstanceHistory history = counting(0, 3 * InstanceHistory.MAXIMUM_ROWS);

    assertThat(history.rows()).isEqualTo(3 * InstanceHistory.MAXIMUM_ROWS);
    int[] all = targets(history);
    int[] thinned = history.thinned().get(0);
    assertThat(thinned).hasSize(InstanceHistory.MAXIMUM_ROWS);
    assertThat(thinned).startsWith(all[0], all[3], all[6]).isSorted();
    assertThat(thinned[thinned.length - 1]).isGreaterThan(all[all.length - 1] - 4);
  }

  @Test
  void a_short_history_is_not_thinned() {
    InstanceHistory history = counting(0, 200);

    assertThat(history.thinned().get(0)).isEqualTo(targets(history));
  }

  @Test
  void rows_without_enough_of_what_the_host_has_are_left_out() {
    FeatureSet features = TestFeatures.of("cpu", "disk", "gone");
    float[] values = new float[3 * (LAGS + 4)];
    for (int row = 0; row < LAGS; row++) {
      values[3 * row + 2] = NONE;
    }
    float[] last = {1, 1, NONE, 2, NONE, NONE, NONE, NONE, NONE, 4, 4, NONE};
    System.arraycopy(last, 0, values, 3 * LAGS, last.length);
    InstanceHistory history = history(features, values);

    assertThat(history.rows()).as("one of two cells is enough, none is not").isEqualTo(3);
    assertThat(targets(history)).containsExactly(LAGS, LAGS + 1, LAGS + 3);
    assertThat(history.segments().get(0).raw()).as("stays on the grid").isEqualTo(values);
  }

  @Test
  void optional_features_make_no_row_usable() {
    FeatureSet features =
        new FeatureSet(
            List.of(TestFeatures.feature("cpu"), TestFeatures.optional("psi")),
            List.of(),
            TestFeatures.STEP);
    float[] values = new float[2 * (LAGS + 3)];
    System.arraycopy(new float[] {1, NONE, NONE, 2, 3, 3}, 0, values, 2 * LAGS, 6);

    assertThat(history(features, values).rows()).isEqualTo(2);
  }

  @Test
  void a_host_without_anything_has_no_rows() {
    float[] nothing = new float[LAGS + 10];
    Arrays.fill(nothing, NONE);

    assertThat(history(ONE, nothing).rows()).isZero();
    assertThat(history(ONE).rows()).isZero();
    assertThat(history(ONE, 1, 2).rows()).as("none with a forecast").isZero();
    assertThat(history(ONE).thinned().get(0)).isEmpty();
  }

  @Test
  void the_fleet_pools_all_of_a_few_hosts() {
    List<InstanceHistory> hosts = List.of(counting(0, 100), counting(1000, 200));
    InstanceHistory pool = InstanceHistory.pool(hosts);

    assertThat(pool.instance()).isEqualTo(TrainedInstance.FLEET);
    assertThat(pool.rows()).isEqualTo(300);
    assertThat(values(pool))
        .containsExactlyElementsOf(hosts.stream().flatMap(host -> values(host).stream()).toList());
  }

  /** Hosts whose values encode host and row. */
  private static List<InstanceHistory> hosts(int count, int usable) {
    List<InstanceHistory> hosts = new ArrayList<>();
    for (int host = 0; host < count; host++) {
      hosts.add(counting(100_000 * host, usable));
    }
    return hosts;
  }

  @Test
  void a_large_fleet_pools_an_even_share_of_every_host() {
    InstanceHistory pool = InstanceHistory.pool(hosts(20, 1000));

    assertThat(pool.rows())
        .isBetween(InstanceHistory.MAXIMUM_ROWS - 60, InstanceHistory.MAXIMUM_ROWS);
    int[] rowsOfHost = new int[20];
    for (int value : values(pool)) {
      rowsOfHost[value / 100_000]++;
    }
    for (int rows : rowsOfHost) {
      assertThat(rows).as("252, in hours").isBetween(240, 300);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {845, 1000, 4321})
  void a_large_fleet_pools_no_row_twice(int usable) {
    List<InstanceHistory> hosts = hosts(6, usable);
    InstanceHistory pool = InstanceHistory.pool(hosts);

    Set<Integer> available = new HashSet<>();
    hosts.forEach(host -> available.addAll(values(host)));
    assertThat(values(pool)).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(available);
  }

  @Test
  void rows_of_a_large_fleet_keep_their_time_and_the_rows_before_them() {
    InstanceHistory pool = InstanceHistory.pool(hosts(20, 1000));

    for (Segment segment : pool.segments()) {
      float[] values = segment.raw();
      for (int row = 1; row < values.length; row++) {
        assertThat(values[row]).isEqualTo(values[row - 1] + 1);
      }
      int number = (int) values[0] % 100_000;
      assertThat(segment.first()).isEqualTo(FIRST.plus(Duration.ofMinutes(number)));
      for (int row : segment.targets()) {
        assertThat(row).isGreaterThanOrEqualTo(LAGS);
        assertThat(row >= LAGS + ReconstructionError.WINDOW - 1 || number == 0)
            .as("all that its error looks back on, but at the beginning")
            .isTrue();
      }
    }
  }
}
