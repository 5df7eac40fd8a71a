package io.github.anomalyexporter.core.acceptance;

import static io.github.anomalyexporter.core.acceptance.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class EpisodesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void rows_less_than_ten_minutes_apart_are_one() {
    assertThat(Episodes.of(rows(3, 12, 22, 23), MINUTE))
        .containsExactly(new Event(3, 12), new Event(22, 23));
  }

  @Test
  void the_step_is_the_distance_of_rows() {
    assertThat(Episodes.of(rows(1, 2, 4), Duration.ofMinutes(5)))
        .containsExactly(new Event(1, 2), new Event(4, 4));
  }

  @Test
  void no_row_is_no_episode() {
    assertThat(Episodes.of(new BitSet(), MINUTE)).isEmpty();
  }
}
