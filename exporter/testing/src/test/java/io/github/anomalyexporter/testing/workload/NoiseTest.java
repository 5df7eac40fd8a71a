package io.github.anomalyexporter.testing.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NoiseTest {
  private final Noise noise = new Noise(7);

  @Test
  void white_noise_has_mean_0_variance_1_and_a_bound() {
    double[] values = LongStream.range(0, 100_000).mapToDouble(i -> noise.white(3, i)).toArray();
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      assertThat(value).isBetween(-2.45, 2.45);
      sum += value;
      squares += value * value;
    }
    assertThat(sum / values.length).isCloseTo(0, within(0.02));
    assertThat(squares / values.length).isCloseTo(1, within(0.02));
  }

  @Test
  void the_same_index_gives_the_same_number_in_any_instance() {
    assertThat(new Noise(7).uniform(3, -12)).isEqualTo(noise.uniform(3, -12));
  }

  @Test
  void seeds_and_streams_and_indexes_differ() {
    double value = noise.uniform(3, 4);
    assertThat(noise.uniform(3, 5)).isNotEqualTo(value);
    assertThat(noise.uniform(4, 4)).isNotEqualTo(value);
    assertThat(new Noise(8).uniform(3, 4)).isNotEqualTo(value);
  }

  @Test
  void smooth_noise_passes_through_its_knots_without_jumps() {
    assertThat(noise.smooth(1, 5)).isEqualTo(noise.white(1, 5));
    assertThat(noise.smooth(1, 5.999_999)).isCloseTo(noise.white(1, 6), within(1e-6));
    assertThat(noise.smooth(1, -0.000_001)).isCloseTo(noise.white(1, 0), within(1e-6));
  }
}
