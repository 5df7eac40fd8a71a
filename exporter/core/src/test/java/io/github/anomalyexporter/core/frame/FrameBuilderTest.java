package io.github.anomalyexporter.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameBuilderTest {
  private static final long START = 1_000_000;
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final TimeRange RANGE =
      new TimeRange(Instant.ofEpochMilli(START), Instant.ofEpochMilli(START + 2_000), STEP);
  private static final Labels WEB = Labels.of("instance", "web", "job", "node");
  private static final Labels DB = Labels.of("instance", "db", "job", "node");
  private static final float NONE = Float.NaN;

  private static final List<String> REPLICA = List.of("replica");

  private final FrameBuilder builder = builder(RANGE, WEB, DB);

  private static FrameBuilder builder(TimeRange range, Labels... instances) {
    return new FrameBuilder(
        range, List.of("cpu", "disk"), List.of("instance", "job"), List.of(instances));
  }

  private static Labels replica(String name) {
    return Labels.of("instance", "web", "job", "node", "replica", name);
  }

  private static Series series(Labels labels, long[] offsets, double... values) {
    long[] timestamps = new long[offsets.length];
    for (int i = 0; i < offsets.length; i++) {
      timestamps[i] = START + offsets[i];
    }
    return new Series(labels, timestamps, values);
  }

  private static Series row(Labels labels, int row, double value) {
    return series(labels, new long[] {row * 1_000L}, value);
  }

  @Test
  void each_sample_has_its_cell_and_the_rest_is_missing() {
    builder.put(0, series(WEB, new long[] {0, 2_000}, 1, 3));
    builder.put(1, series(DB, new long[] {1_000}, 20));
    Frame frame = builder.build();

    assertThat(frame.instances()).containsExactly(WEB, DB);
    assertThat(frame.rows()).isEqualTo(3);
    assertThat(frame.cells(0)).containsExactly(1, NONE, NONE, NONE, 3, NONE);
    assertThat(frame.cells(1)).containsExactly(NONE, NONE, NONE, 20, NONE, NONE);
    assertThat(frame.presentCells()).isEqualTo(3);
  }

  @Test
  void samples_off_the_grid_are_left_out() {
    builder.put(0, series(WEB, new long[] {-1_000, 500, 1_000, 3_000}, 1, 2, 3, 4));

    assertThat(builder.build().cells(0)).containsExactly(NONE, NONE, 3, NONE, NONE, NONE);
  }

  @Test
  void what_is_no_finite_float_is_missing() {
    builder.put(0, series(WEB, new long[] {0, 1_000, 2_000}, Double.NaN, 1.0 / 0, -1e300));
    builder.put(0, row(WEB, 1, 5));

    assertThat(builder.build().cells(0)).containsExactly(NONE, NONE, 5, NONE, NONE, NONE);
  }

  @Test
  void series_of_other_instances_are_left_out() {
    builder.put(0, row(Labels.of("instance", "cache", "job", "node"), 0, 1));
    builder.put(0, row(Labels.of("instance", "web", "job", "other"), 0, 1));

    assertThat(builder.build().presentCells()).isZero();
  }

  @Test
  void labels_beyond_the_identity_do_not_matter() {
    builder.put(0, row(Labels.of("instance", "web", "job", "node", "device", "sda"), 0, 1));

    assertThat(builder.build().cells(0)[0]).isEqualTo(1);
  }

  @Test
  void a_series_may_come_in_parts() {
    builder.put(0, series(WEB, new long[] {0, 1_000}, 1, 2));
    builder.put(0, row(WEB, 2, 3));

    assertThat(builder.build().cells(0)).containsExactly(1, NONE, 2, NONE, 3, NONE);
  }

  @Test
  void two_series_for_one_cell_are_an_error_that_names_the_way_out() {
    builder.put(0, row(Labels.of("instance", "web", "job", "node", "device", "sda"), 0, 1));

    assertThatExceptionOfType(AmbiguousSeriesException.class)
        .isThrownBy(
            () ->
                builder.put(
                    0, row(Labels.of("instance", "web", "job", "node", "device", "sdb"), 0, 2)))
        .withMessage(
            "feature cpu has more than one series for the instance"
                + " {instance=\"web\", job=\"node\"}: aggregate its expression by ($identity),"
                + " or add the label in which they differ to identity_labels");
  }

  @Test
  void a_row_is_taken_over_for_the_instances_both_have() {
    TimeRange earlier = TimeRange.endingAt(Instant.ofEpochMilli(START), STEP, 2);
    FrameBuilder before = builder(earlier, DB, Labels.of("instance", "gone", "job", "node"));
    before.put(0, row(DB, 0, 7));
    before.put(1, row(DB, 0, 8));
    builder.copyRow(0, before.build(), 1);
    Frame frame = builder.build();

    assertThat(frame.cells(1)).containsExactly(7, 8, NONE, NONE, NONE, NONE);
    assertThat(frame.cells(0)).containsOnly(NONE);
  }

  @Test
  void a_frame_has_a_table_of_the_right_size_for_each_instance() {
    List<String> columns = List.of("cpu");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Frame(RANGE, columns, List.of(WEB), List.of(new float[2])))
        .withMessage("2 cells, expected 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Frame(RANGE, columns, List.of(WEB, DB), List.of(new float[3])))
        .withMessage("1 tables, 2 names");
  }

  @Test
  void of_several_replicas_the_first_by_its_labels_counts_and_the_others_fill_its_gaps() {
    Labels first = replica("a");
    Labels second = replica("b");
    Labels third = replica("c");
    builder.putReplica(0, series(third, new long[] {0, 1_000, 2_000}, 31, 32, 33), REPLICA);
    builder.putReplica(0, series(first, new long[] {1_000}, 12), REPLICA);
    builder.putReplica(0, series(second, new long[] {0, 1_000}, 21, 22), REPLICA);
    builder.putReplica(1, row(second, 2, 5), REPLICA);

    assertThat(builder.build().cells(0)).containsExactly(21, NONE, 12, NONE, 33, 5);
  }

  @Test
  void two_series_of_one_replica_are_ambiguous() {
    Labels replica = replica("a");
    builder.putReplica(0, row(replica, 0, 1), REPLICA);

    assertThatExceptionOfType(AmbiguousSeriesException.class)
        .isThrownBy(() -> builder.putReplica(0, row(replica, 0, 2), REPLICA));
  }
}
