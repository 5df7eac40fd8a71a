package io.github.anomalyexporter.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowScoresTest {
  private static final List<String> FEATURES = List.of("cpu", "disk");

  /** Rows that are numbered from one on: error, threshold and contributions. */
  private static RowScores numbered(int first, int rows) {
    double[] errors = new double[rows];
    double[] thresholds = new double[rows];
    float[] contributions = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      errors[row] = first + row;
      thresholds[row] = 100 + first + row;
      contributions[2 * row] = first + row + 0.25f;
      contributions[2 * row + 1] = first + row + 0.75f;
    }
    return new RowScores(FEATURES, errors, thresholds, contributions);
  }

  private static void assertNumbered(RowScores scores, int first, int rows) {
    assertThat(scores.features()).isEqualTo(FEATURES);
    assertThat(scores.rows()).isEqualTo(rows);
    for (int row = 0; row < rows; row++) {
      assertThat(scores.error(row)).isEqualTo(first + row);
      assertThat(scores.threshold(row)).isEqualTo(100 + first + row);
      assertThat(scores.contribution(row, 0)).isEqualTo(first + row + 0.25f);
      assertThat(scores.contribution(row, 1)).isEqualTo(first + row + 0.75f);
    }
  }

  @Test
  void joined_they_are_one_after_the_other() {
    assertNumbered(
        RowScores.join(List.of(numbered(0, 3), numbered(3, 0), numbered(3, 1), numbered(4, 2))),
        0,
        6);
  }

  @Test
  void the_last_rows_keep_what_was_said_of_them() {
    assertNumbered(numbered(0, 5).last(2), 3, 2);
    assertNumbered(numbered(0, 5).last(5), 0, 5);
    assertNumbered(numbered(0, 5).last(0), 5, 0);
  }

  @Test
  void arrays_of_other_sizes_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RowScores(FEATURES, new double[2], new double[2], new float[3]))
        .withMessage("2 errors, 2 thresholds, 3 contributions of 2 features");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RowScores(FEATURES, new double[2], new double[1], new float[4]));
  }
}
