package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final Architecture ARCHITECTURE = new Architecture(2, List.of(3));

  /** Rows whose every weight is their number. */
  private static Weights rows(float... numbers) {
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int layer = 0; layer < ARCHITECTURE.layers(); layer++) {
      kernels.add(filled(numbers, ARCHITECTURE.fanIn(layer) * ARCHITECTURE.fanOut(layer)));
      biases.add(filled(numbers, ARCHITECTURE.fanOut(layer)));
    }
    return new Weights(ARCHITECTURE, numbers.length, kernels, biases);
  }

  private static float[] filled(float[] numbers, int perRow) {
    float[] values = new float[numbers.length * perRow];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers[i / perRow];
    }
    return values;
  }

  private static void assertSame(Weights weights, Weights expected) {
    assertThat(weights).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void rows_are_selected_in_the_given_order() {
    assertSame(rows(1, 2, 3).select(2, 0), rows(3, 1));
    assertSame(rows(1, 2, 3).select(1, 1), rows(2, 2));
    assertThat(rows(1, 2).select().rows()).isZero();
  }

  @Test
  void rows_are_appended_after_those_that_are_there() {
    assertSame(rows(1, 2).append(rows(3)), rows(1, 2, 3));
    assertSame(rows(1, 2).select().append(rows(3)), rows(3));
  }

  @Test
  void only_rows_of_one_architecture_are_appended() {
    Architecture other = new Architecture(2, List.of(4));
    Weights weights =
        new Weights(
            other, 1, List.of(new float[8], new float[8]), List.of(new float[4], new float[2]));

    assertThatIllegalArgumentException().isThrownBy(() -> rows(1).append(weights));
  }

  @Test
  void a_row_is_finite_if_each_of_its_weights_is() {
    Weights weights = rows(1, Float.NaN, 3, Float.POSITIVE_INFINITY);
    assertThat(weights.isFinite(0)).isTrue();
    assertThat(weights.isFinite(1)).isFalse();
    assertThat(weights.isFinite(2)).isTrue();
    assertThat(weights.isFinite(3)).isFalse();

    Weights lastBias = rows(1, 2);
    lastBias.bias(1)[3] = Float.NaN;
    assertThat(lastBias.isFinite(0)).isTrue();
    assertThat(lastBias.isFinite(1)).isFalse();
  }

  @Test
  void arrays_of_the_wrong_length_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Weights(
                    ARCHITECTURE,
                    1,
                    List.of(new float[6], new float[6]),
                    List.of(new float[3], new float[3])))
        .withMessage("bias has 3 values, expected 1 x 2");
  }

  @Test
  void an_architecture_counts_its_weights() {
    assertThat(ARCHITECTURE.weightsPerRow()).isEqualTo(2 * 3 + 3 + 3 * 2 + 2);
    assertThatIllegalArgumentException().isThrownBy(() -> new Architecture(2, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Architecture(2, List.of(4, 0)));
  }

  @Test
  void training_rows_have_a_training_and_a_validation_part() {
    TrainingRows rows = new TrainingRows(new float[8], 2, 3, 2);
    assertThat(rows.inputs()).isEqualTo(2);
    for (int trainingRows : new int[] {0, 3}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new TrainingRows(new float[8], 2, 3, trainingRows));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new TrainingRows(new float[5], 2, 3, 2));
  }
}
