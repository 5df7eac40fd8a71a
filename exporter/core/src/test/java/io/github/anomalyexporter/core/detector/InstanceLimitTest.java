package io.github.anomalyexporter.core.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceLimitTest {
  private static final Labels A = Labels.of("instance", "a");
  private static final Labels B = Labels.of("instance", "b");
  private static final Labels C = Labels.of("instance", "c");
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  @Test
  void as_many_as_allowed_are_all_watched() {
    assertThat(InstanceLimit.watched(List.of(C, A, B), Map.of(), 3)).containsExactly(A, B, C);
  }

  @Test
  void of_more_that_are_all_new_the_first_by_their_labels_are_watched() {
    assertThat(InstanceLimit.watched(List.of(C, A, B), Map.of(), 2)).containsExactly(A, B);
  }

  @Test
  void watched_instances_stay_watched_when_others_appear() {
    assertThat(InstanceLimit.watched(List.of(A, B, C), Map.of(C, NOW), 2)).containsExactly(A, C);
    assertThat(InstanceLimit.watched(List.of(A, B, C), Map.of(B, NOW, C, NOW), 2))
        .containsExactly(B, C);
  }

  @Test
  void who_comes_back_does_not_take_the_place_of_who_came_meanwhile() {
    Map<Labels, Instant> seenAt = Map.of(A, NOW.minusSeconds(60), B, NOW, C, NOW);

    assertThat(InstanceLimit.watched(List.of(A, B, C), seenAt, 2)).containsExactly(B, C);
  }
}
