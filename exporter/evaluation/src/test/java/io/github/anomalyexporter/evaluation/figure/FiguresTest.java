package io.github.anomalyexporter.evaluation.figure;

import static io.github.anomalyexporter.core.acceptance.TestRows.labels;
import static io.github.anomalyexporter.core.acceptance.TestRows.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TestScores;
import io.github.anomalyexporter.core.feature.TestFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void an_unknown_score_ranks_lowest_raises_no_alarm_and_is_counted() {
    LabelledRows labels = labels("0011000000");
    Scores known = scores(0.5, 0.5, 3, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5);
    Scores unknown = scores(0.5, 0.5, 3, Double.NaN, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5);

    Figures figures = Figures.of(unknown, labels, List.of());

    assertThat(figures.unknownRows()).isEqualTo(1);
    assertThat(figures.volume()).isEqualTo(Figures.of(known, labels, List.of()).volume());
    assertThat(figures.area()).isEqualTo(Figures.of(known, labels, List.of()).area());
    assertThat(figures.eventsDetected()).isEqualTo(1);
    assertThat(Figures.of(scores(Double.NaN), labels("1"), List.of()).eventsDetected()).isZero();
  }

  @Test
  void false_alarms_are_counted_per_day_of_the_test_set() {
    double[] errors = new double[720];
    errors[100] = 1.5;
    errors[200] = 1.5;
    errors[300] = 1;

    Figures figures = Figures.of(scores(errors), labels(720, 600, 610), List.of());

    assertThat(figures.falseAlarms()).isEqualTo(2);
    assertThat(figures.falseAlarmsPerDay()).isEqualTo(4, within(1e-12));
    assertThat(figures.eventsDetected()).isZero();
    assertThat(figures.medianDetectionDelaySeconds()).isNaN();
    assertThat(figures.explanation()).isNull();
  }

  @Test
  void scores_and_labels_are_of_the_same_rows() {
    assertThatThrownBy(() -> Figures.of(scores(1, 2), labels("000"), List.of()))
        .hasMessage("2 scores for 3 labelled rows");
  }

  /** Event of rows 1 to 3, the last of them without an alarm. */
  private static Explanation explain(float[] second, float[] third, Set<Integer> truth) {
    int features = second.length;
    float[] contributions = new float[5 * features];
    System.arraycopy(second, 0, contributions, features, features);
    System.arraycopy(third, 0, contributions, 2 * features, features);
    // No alarm, and so not asked.
    Arrays.fill(contributions, 3 * features, 4 * features, 0);
    contributions[4 * features - 1] = 1;
    Scores scores =
        TestScores.of(TestFeatures.of("a", "b", "c", "d", "e"), contributions, 0, 2, 2, 0.9, 0);
    return Objects.requireNonNull(
        Figures.of(scores, labels("01110"), List.of(new Interpretation(1, 4, truth)))
            .explanation());
  }

  @Test
  void features_are_ranked_over_the_alarm_rows_of_an_event() {
    float[] first = {0.5f, 0.1f, 0.2f, 0.15f, 0.05f};
    float[] second = {0.1f, 0.6f, 0.15f, 0.05f, 0.1f};

    // Sums: b 0.7, a 0.6, c 0.35, d 0.2, e 0.15.
    assertThat(explain(first, second, Set.of(0, 1))).isEqualTo(new Explanation(1, 1, 1, 1));
    assertThat(explain(first, second, Set.of(0, 4))).isEqualTo(new Explanation(1, 1, 0.5, 0.5));
    assertThat(explain(first, second, Set.of(0, 2))).isEqualTo(new Explanation(1, 1, 0.5, 1));
    assertThat(explain(first, second, Set.of(4))).isEqualTo(new Explanation(1, 0, 0, 0));
  }

  @Test
  void an_event_that_was_not_detected_or_not_interpreted_is_not_explained() {
    Scores scores = scores(0, 2, 0, 0.5, 0);
    LabelledRows labels = labels("01010");

    Explanation explanation =
        Objects.requireNonNull(
            Figures.of(scores, labels, List.of(new Interpretation(3, 3, Set.of(0)))).explanation());

    assertThat(explanation.events()).isZero();
    assertThat(explanation.topThree()).isNaN();
  }
}
