package io.github.anomalyexporter.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final float NONE = Float.NaN;
  private static final Labels WEB = Labels.of("instance", "web");
  private static final Labels DB = Labels.of("instance", "db");

  private static Frame frame(float[] web, float[] db) {
    TimeRange range =
        TimeRange.endingAt(Instant.parse("2026-03-02T10:00:00Z"), Duration.ofMinutes(1), 3);
    return new Frame(range, List.of("cpu", "disk"), List.of(WEB, DB), List.of(web, db));
  }

  private static BitSet rows(int... rows) {
    BitSet set = new BitSet();
    for (int row : rows) {
      set.set(row);
    }
    return set;
  }

  @Test
  void a_row_is_present_with_one_cell() {
    Frame frame = frame(new float[] {1, NONE, NONE, NONE, NONE, 3}, new float[] {1, 2, 3, 4, 5, 6});

    assertThat(frame.presentRows(0)).isEqualTo(rows(0, 2));
    assertThat(frame.presentRows(1)).isEqualTo(rows(0, 1, 2));
  }

  @Test
  void rows_can_be_taken_away_from_one_host() {
    float[] web = {1, 2, 3, 4, 5, 6};
    float[] db = {1, 2, 3, 4, 5, 6};
    Frame frame = frame(web, db);

    Frame without = frame.without(List.of(rows(1), rows()));

    assertThat(without.cells(0)).containsExactly(1, 2, NONE, NONE, 5, 6);
    assertThat(without.cells(1)).isSameAs(db);
    assertThat(without.presentRows(0)).isEqualTo(rows(0, 2));
    assertThat(without.presentCells()).isEqualTo(10);
    assertThat(frame.cells(0)).as("the frame stays what it was").isSameAs(web).containsExactly(web);
    assertThat(web).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void missing_cells_are_completed_by_another_frame_and_no_others() {
    float[] web = {1, NONE, NONE, NONE, 5, 6};
    float[] db = {1, 2, NONE, 4, 5, 6};
    Frame frame = frame(web, db);
    Labels other = Labels.of("instance", "other");
    TimeRange later =
        new TimeRange(
            frame.range().at(1), frame.range().end().plusSeconds(60), Duration.ofMinutes(1));
    float[] more = {30, 40, 50, 60, 70, 80};

    Frame completed =
        frame.completedBy(
            new Frame(later, frame.columns(), List.of(other, WEB), List.of(more, more)));

    assertThat(completed.cells(0)).containsExactly(1, NONE, 30, 40, 5, 6);
    assertThat(completed.cells(1)).isSameAs(db);
    assertThat(web).as("the frame stays what it was").containsExactly(1, NONE, NONE, NONE, 5, 6);
    assertThatThrownBy(
            () -> frame.completedBy(new Frame(later, List.of("cpu"), List.of(), List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rows_taken_away_stay_away() {
    BitSet first = rows(0);
    Frame without =
        frame(new float[] {1, 2, 3, 4, 5, 6}, new float[6])
            .without(List.of(first, rows()))
            .without(List.of(rows(2), rows()));
    first.clear();

    assertThat(without.cells(0)).containsExactly(NONE, NONE, 3, 4, NONE, NONE);
  }

  @Test
  void each_host_has_a_set_of_rows() {
    Frame frame = frame(new float[6], new float[6]);

    assertThatThrownBy(() -> frame.without(List.of(rows(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 sets, 2 names");
  }
}
