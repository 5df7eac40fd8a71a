package io.github.anomalyexporter.evaluation.figure;

import static io.github.anomalyexporter.core.acceptance.TestRows.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AreaUnderCurveTest {
  /** The figures of scikit-learn's documentation of both measures. */
  @Test
  void it_agrees_with_a_published_example() {
    AreaUnderCurve area = AreaUnderCurve.of(new double[] {0.1, 0.4, 0.35, 0.8}, labels("0011"));

    assertThat(area.pr()).isEqualTo(0.8333, within(1e-4));
    assertThat(area.roc()).isEqualTo(0.75, within(1e-12));
  }

  @Test
  void rows_of_equal_score_enter_together() {
    AreaUnderCurve area = AreaUnderCurve.of(new double[] {2, 2, 1, 1}, labels("1010"));

    assertThat(area.pr()).isEqualTo(0.5, within(1e-12));
    assertThat(area.roc()).isEqualTo(0.5, within(1e-12));
  }

  @Test
  void it_agrees_with_a_count_of_all_pairs_and_thresholds() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      int rows = 2 + random.nextInt(60);
      double[] scores = random.ints(rows, 0, 20).asDoubleStream().toArray();
      String text =
          random
              .ints(rows, 0, 2)
              .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
              .toString();
      LabelledRows labels = labels("1" + text.substring(2) + "0");

      AreaUnderCurve area = AreaUnderCurve.of(scores, labels);

      assertThat(area.roc()).isEqualTo(pairs(scores, labels), within(1e-12));
      assertThat(area.pr()).isEqualTo(averagePrecision(scores, labels), within(1e-12));
    }
  }

  private static double pairs(double[] scores, LabelledRows labels) {
    double won = 0;
    double pairs = 0;
    for (int a = 0; a < scores.length; a++) {
      for (int b = 0; b < scores.length; b++) {
        if (labels.isAnomalous(a) && !labels.isAnomalous(b)) {
          won += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    return won / pairs;
  }

  private static double averagePrecision(double[] scores, LabelledRows labels) {
    double sum = 0;
    double lastHits = 0;
    for (int threshold = 20; threshold >= 0; threshold--) {
      double limit = threshold;
      int[] alarms = IntStream.range(0, scores.length).filter(i -> scores[i] >= limit).toArray();
      double hits = IntStream.of(alarms).filter(labels::isAnomalous).count();
      sum +=
          alarms.length == 0
              ? 0
              : (hits - lastHits) / labels.anomalousRows() * hits / alarms.length;
      lastHits = hits;
    }
    return sum;
  }

  @Test
  void what_needs_a_labelled_or_an_unlabelled_row_is_unknown_without() {
    double[] scores = {1, 2, 2};

    AreaUnderCurve none = AreaUnderCurve.of(scores, labels("000"));
    assertThat(none.roc()).isNaN();
    assertThat(none.pr()).isNaN();
    AreaUnderCurve all = AreaUnderCurve.of(scores, labels("111"));
    assertThat(all.roc()).isNaN();
    assertThat(all.pr()).isEqualTo(1);
  }
}
