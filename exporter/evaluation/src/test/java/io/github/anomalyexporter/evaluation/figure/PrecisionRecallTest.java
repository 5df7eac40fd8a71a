package io.github.anomalyexporter.evaluation.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.acceptance.TestRows;
import io.github.anomalyexporter.core.detector.Scores;
import org.junit.jupiter.api.Test;

class PrecisionRecallTest {
  @Test
  void the_curve_has_a_point_for_each_distinct_score() {
    Scores scores = TestRows.scores(3, 2, 2, 1, Double.NaN);

    assertThat(PrecisionRecall.curve(scores, TestRows.labels("10010")))
        .containsExactly(
            new PrecisionRecall(3, 1, 0.5),
            new PrecisionRecall(2, 1.0 / 3, 0.5),
            new PrecisionRecall(1, 0.5, 1),
            new PrecisionRecall(0, 0.4, 1));
  }
}
