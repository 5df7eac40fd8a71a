package io.github.anomalyexporter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.model.Architecture;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InitialWeightsTest {
  private static final Architecture ARCHITECTURE = new Architecture(6, List.of(8, 3));
  private static final int FIRST = 6 * 8;
  private static final int SECOND = 8 * 3;

  private static float[] draw(long seed, int offset) {
    float[] parameters = new float[offset + ARCHITECTURE.weightsPerRow()];
    new InitialWeights(ARCHITECTURE, new SplittableRandom(seed)).draw(parameters, offset);
    return parameters;
  }

  @Test
  void kernels_are_drawn_within_the_bounds_of_glorot_and_bengio() {
    float[] parameters = draw(1, 0);

    assertUniform(Arrays.copyOf(parameters, FIRST), Math.sqrt(6.0 / (6 + 8)));
    assertUniform(
        Arrays.copyOfRange(parameters, FIRST + 8, FIRST + 8 + SECOND), Math.sqrt(6.0 / (8 + 3)));
  }

  private static void assertUniform(float[] kernel, double limit) {
    float largest = 0;
    for (float weight : kernel) {
      assertThat(weight).isNotZero().isBetween((float) -limit, (float) limit);
      largest = Math.max(largest, Math.abs(weight));
    }
    assertThat(largest).isGreaterThan((float) (0.8 * limit));
  }

  @Test
  void biases_and_the_last_kernel_are_0_so_that_nothing_is_explained_at_first() {
    float[] parameters = draw(1, 0);

    assertThat(Arrays.copyOfRange(parameters, FIRST, FIRST + 8)).containsOnly(0);
    assertThat(Arrays.copyOfRange(parameters, FIRST + 8 + SECOND, parameters.length))
        .hasSize(3 + 3 * 6 + 6)
        .containsOnly(0);
  }

  @Test
  void a_row_is_drawn_from_its_offset_on_and_by_its_seed() {
    float[] parameters = draw(1, 5);

    assertThat(Arrays.copyOf(parameters, 5)).containsOnly(0);
    assertThat(Arrays.copyOfRange(parameters, 5, parameters.length)).isEqualTo(draw(1, 0));
    assertThat(draw(2, 0)).isNotEqualTo(draw(1, 0));
  }
}
