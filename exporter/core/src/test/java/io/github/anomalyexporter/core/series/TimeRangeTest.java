package io.github.anomalyexporter.core.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
  private static final Instant START = Instant.parse("2026-03-02T10:00:15Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void both_ends_are_points() {
    TimeRange range = new TimeRange(START, START.plusSeconds(180), MINUTE);

    assertThat(range.points()).isEqualTo(4);
    assertThat(range.at(0)).isEqualTo(START);
    assertThat(range.at(3)).isEqualTo(range.end());
  }

  @Test
  void an_end_off_the_grid_is_no_point() {
    TimeRange range = new TimeRange(START, START.plusSeconds(150), MINUTE);

    assertThat(range.points()).isEqualTo(3);
    assertThat(range.pointAt(range.end().toEpochMilli())).isEqualTo(-1);
  }

  @Test
  void a_range_may_be_a_single_point() {
    assertThat(new TimeRange(START, START, MINUTE).points()).isEqualTo(1);
    assertThat(TimeRange.endingAt(START, MINUTE, 1)).isEqualTo(new TimeRange(START, START, MINUTE));
  }

  @Test
  void times_off_the_grid_have_no_point() {
    TimeRange range = TimeRange.endingAt(START, MINUTE, 3);

    assertThat(range.pointAt(START.toEpochMilli())).isEqualTo(2);
    assertThat(range.pointAt(START.toEpochMilli() + 1)).isEqualTo(-1);
    assertThat(range.pointAt(START.plus(MINUTE).toEpochMilli())).isEqualTo(-1);
    assertThat(range.pointAt(START.minusSeconds(180).toEpochMilli())).isEqualTo(-1);
    assertThat(range.pointAt(START.minusSeconds(59).toEpochMilli())).isEqualTo(-1);
  }

  @Property
  void every_point_is_found_again_by_its_time(
      @ForAll @LongRange(min = -1_000_000, max = 4_000_000_000_000L) long end,
      @ForAll @IntRange(min = 1, max = 86_400_000) int stepMillis,
      @ForAll @IntRange(min = 1, max = 11_000) int points,
      @ForAll @IntRange(max = 10_999) int any) {
    TimeRange range =
        TimeRange.endingAt(Instant.ofEpochMilli(end), Duration.ofMillis(stepMillis), points);
    int point = any % points;

    assertThat(range.points()).isEqualTo(points);
    assertThat(range.at(points - 1)).isEqualTo(range.end());
    assertThat(range.pointAt(range.at(point).toEpochMilli())).isEqualTo(point);
  }

  @Test
  void a_range_goes_forward_in_whole_milliseconds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimeRange(START, START.minusMillis(1), MINUTE))
        .withMessageStartingWith("a range ends before it starts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimeRange(START, START, Duration.ofNanos(999_999)))
        .withMessageStartingWith("a step must be at least a millisecond");
  }
}
