package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DailyCycleTest {
  private static float[] at(int harmonics, String time) {
    DailyCycle cycle = new DailyCycle(harmonics);
    float[] numbers = new float[cycle.terms()];
    cycle.write(Instant.parse(time).toEpochMilli(), numbers, 0);
    return numbers;
  }

  @Test
  void there_is_a_constant_and_sine_and_cosine_of_each_harmonic() {
    assertThat(at(2, "2026-03-02T00:00:00Z"))
        .containsExactly(new float[] {1, 0, 1, 0, 1}, within(1e-6f));
    assertThat(at(2, "2026-03-02T06:00:00Z"))
        .containsExactly(new float[] {1, 1, 0, 0, -1}, within(1e-6f));
    assertThat(at(1, "2026-03-02T08:00:00Z"))
        .containsExactly(new float[] {1, (float) Math.sqrt(0.75), -0.5f}, within(1e-6f));
  }

  @Test
  void the_same_time_of_another_day_is_the_same() {
    assertThat(at(4, "2026-03-02T13:37:00Z")).isEqualTo(at(4, "2026-11-21T13:37:00Z"));
  }

  @Test
  void without_harmonics_there_is_the_constant_alone() {
    assertThat(at(0, "2026-03-02T13:37:00Z")).containsExactly(1);
  }

  @Test
  void numbers_are_written_from_the_offset_on() {
    float[] numbers = {7, 7, 7, 7, 7};
    new DailyCycle(1).write(Duration.ofHours(6).toMillis(), numbers, 1);

    assertThat(numbers).containsExactly(new float[] {7, 1, 1, 0, 7}, within(1e-6f));
  }
}
