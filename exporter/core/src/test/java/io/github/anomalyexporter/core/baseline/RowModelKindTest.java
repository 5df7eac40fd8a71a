package io.github.anomalyexporter.core.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowModelKindTest {
  private static final int INPUTS = 3;

  static Stream<RowModelKind> kinds() {
    return Stream.of(PrincipalComponents.KIND, IsolationForest.KIND);
  }

  private static float[] cloud(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] rows = new float[INPUTS * count];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian() + (i % INPUTS == 0 ? 0 : rows[i - i % INPUTS]);
    }
    return rows;
  }

  private static RowModel trained(RowModelKind kind) {
    return kind.train(cloud(1000), INPUTS, 1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_model_of_its_numbers_judges_as_it_does_to_the_bit(RowModelKind kind) {
    RowModel model = trained(kind);
    RowModel read = kind.of(model.numbers(), INPUTS);
    float[] rows = cloud(50);
    float[] shares = new float[rows.length];
    float[] sharesRead = new float[rows.length];

    for (int offset = 0; offset < rows.length; offset += INPUTS) {
      assertThat(read.error(rows, offset, sharesRead, offset))
          .isEqualTo(model.error(rows, offset, shares, offset));
      float[] row = Arrays.copyOfRange(rows, offset, offset + INPUTS);
      float[] rowRead = row.clone();
      model.reconstruct(row);
      read.reconstruct(rowRead);
      assertThat(rowRead).containsExactly(row);
    }
    assertThat(sharesRead).containsExactly(shares);
    assertThat(read.numbers()).containsExactly(model.numbers());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_model_has_at_most_its_stated_size(RowModelKind kind) {
    assertThat((long) trained(kind).numbers().length * Float.BYTES)
        .isPositive()
        .isLessThanOrEqualTo(kind.mostBytes(INPUTS) + Float.BYTES);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void numbers_that_were_cut_or_are_none_are_refused(RowModelKind kind) {
    float[] numbers = trained(kind).numbers();

    assertThatIllegalArgumentException().isThrownBy(() -> kind.of(new float[0], INPUTS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kind.of(Arrays.copyOf(numbers, numbers.length - 1), INPUTS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kind.of(Arrays.copyOf(numbers, numbers.length + 1), INPUTS));
    numbers[2] = Float.NaN;
    assertThatIllegalArgumentException().isThrownBy(() -> kind.of(numbers, INPUTS));
  }

  @Test
  void a_tree_that_parts_by_an_input_there_is_not_is_refused() {
    float[] numbers = trained(IsolationForest.KIND).numbers();

    numbers[1] = INPUTS;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IsolationForest.KIND.of(numbers, INPUTS))
        .withMessageContaining("of input 3.0 of 3");
    numbers[1] = 0.5f;
    assertThatIllegalArgumentException().isThrownBy(() -> IsolationForest.KIND.of(numbers, INPUTS));
    float[] endless = new float[200];
    assertThatIllegalArgumentException().isThrownBy(() -> IsolationForest.KIND.of(endless, INPUTS));
  }
}
