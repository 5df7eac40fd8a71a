package io.github.anomalyexporter.core.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {
  private static final FeatureSet FEATURES = TestFeatures.of("cpu", "disk", "net");

  @Test
  void each_cell_that_is_queried_or_learned_from_is_a_float_and_one_instance_is_worked_on() {
    assertThat(TrainingMemory.bytes(FEATURES, 10, 1_000))
        .isEqualTo((10 * (3 + 3) + 10 * 3) * 1_000 * 4);
  }

  @Test
  void what_is_learned_from_is_thinned() {
    assertThat(TrainingMemory.bytes(FEATURES, 1, 10_000))
        .isEqualTo((10_000 + 5_040 + 10 * 10_000) * 3 * 4);
  }

  @Test
  void a_history_beyond_any_heap_is_no_overflow() {
    assertThat(TrainingMemory.bytes(FEATURES, 100_000, 100_000)).isEqualTo(126_060_000_000L);
  }
}
