package io.github.anomalyexporter.core.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.feature.FittedScaler.Parameters;
import io.github.anomalyexporter.core.feature.TestFeatures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentTest {
  private static final float NONE = Float.NaN;
  private static final Instant FIRST = Instant.parse("2026-03-02T10:00:00Z");

  private static Segment segment(int inputs, float... values) {
    return new Segment(
        TestFrames.WEB,
        values::clone,
        inputs,
        FIRST,
        Duration.ofMinutes(1),
        new int[] {1, 2, 4, 5});
  }

  @Test
  void it_has_the_times_of_its_first_and_last_target() {
    Segment segment = segment(1, 0, 0, 0, 0, 0, 0);

    assertThat(segment.firstTarget()).contains(FIRST.plusSeconds(60));
    assertThat(segment.lastTarget()).contains(FIRST.plusSeconds(300));
    Segment beginning = segment.copy(segment.raw(), 0, 0, 1);
    assertThat(beginning.firstTarget()).isEmpty();
    assertThat(beginning.lastTarget()).isEmpty();
  }

  @Test
  void each_call_returns_rows_of_its_own() {
    FittedScaler scaler =
        FittedScaler.of(TestFeatures.of("cpu"), List.of(new Parameters(Kind.VARYING, 10, 2)));
    Segment segment = segment(1, 12, NONE, 8);

    assertThat(segment.scaled(scaler)).containsExactly(1, NONE, -1);
    assertThat(segment.filled(scaler).values()).containsExactly(1, 1, -1);
    assertThat(segment.scaled(scaler)).as("once more").containsExactly(1, NONE, -1);
    assertThat(segment.raw()).containsExactly(12, NONE, 8);
  }

  @Test
  void a_copy_keeps_the_time_and_the_rows_before_its_targets() {
    float[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    Segment copy = segment(2, values).copy(values, 1, 2, 5);
    values[2] = 99;

    copy.raw()[0] = 99;
    assertThat(copy.raw()).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(copy.first()).isEqualTo(FIRST.plusSeconds(60));
    assertThat(copy.targets()).as("2 and 4, but not 1 and 5").containsExactly(1, 3);
  }
}
