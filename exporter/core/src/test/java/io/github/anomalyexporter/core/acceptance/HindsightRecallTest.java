package io.github.anomalyexporter.core.acceptance;

import static io.github.anomalyexporter.core.acceptance.TestRows.labels;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HindsightRecallTest {
  private static final int DAY = 1440;

  /** Two days with events at 100, 200 and 300, of scores 5, 3 and 1. */
  private static double[] scores(double... falseAlarms) {
    double[] scores = new double[2 * DAY];
    scores[100] = 5;
    scores[205] = 3;
    scores[310] = 1;
    for (int i = 0; i < falseAlarms.length; i++) {
      scores[500 + 100 * i] = falseAlarms[i];
    }
    return scores;
  }

  private static final LabelledRows LABELS = labels(2 * DAY, 100, 110, 200, 210, 300, 310);

  @Test
  void as_many_false_alarms_as_days_are_allowed() {
    assertThat(HindsightRecall.of(scores(9, 9), LABELS)).isEqualTo(new HindsightRecall(3, 1));
    assertThat(HindsightRecall.of(scores(9, 9, 2), LABELS)).isEqualTo(new HindsightRecall(2, 3));
    assertThat(HindsightRecall.of(scores(9, 9, 3), LABELS)).isEqualTo(new HindsightRecall(1, 5));
    assertThat(HindsightRecall.of(scores(9, 9, 9), LABELS))
        .isEqualTo(new HindsightRecall(0, Double.POSITIVE_INFINITY));
  }

  @Test
  void a_constant_score_finds_nothing_and_no_events_are_none_found() {
    assertThat(HindsightRecall.of(new double[2 * DAY], LABELS).detected()).isZero();
    assertThat(HindsightRecall.of(scores(), labels(2 * DAY)).detected()).isZero();
  }
}
