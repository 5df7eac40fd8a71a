package io.github.anomalyexporter.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.evaluation.figure.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {
  /** An evaluation of a day with false alarms an hour apart. */
  private static Evaluation falseAlarms(int count) {
    return Evaluations.of(
        "web-" + count, "default", 1, IntStream.range(0, count).map(i -> 600 + 60 * i).toArray());
  }

  private static double worstTenth(int instances) {
    List<Evaluation> evaluations = new ArrayList<>();
    for (int count = instances; count > 0; count--) {
      evaluations.add(falseAlarms(count % 10));
    }
    return new Summary(evaluations).falseAlarmsPerDayOfWorstTenth();
  }

  @Test
  void a_tenth_of_the_instances_has_more_false_alarms() {
    // Of 30 instances three have 9 a day, three have 8, and so on.
    assertThat(worstTenth(30)).isEqualTo(8);
    assertThat(worstTenth(10)).isEqualTo(8);
    assertThat(worstTenth(9)).as("a tenth of nine instances is none").isEqualTo(9);
    assertThat(new Summary(List.of(Evaluations.unlabelled("web"))).falseAlarmsPerDayOfWorstTenth())
        .isNaN();
  }

  @Test
  void alarm_ends_are_those_of_all_instances() {
    Summary summary =
        new Summary(
            List.of(
                Evaluations.of("web", "default", 1, 109, 115),
                Evaluations.of("db", "default", 1, 105, 505, 509),
                Evaluations.unlabelled("cache")));

    assertThat(summary.alarmEndSeconds()).containsExactly(360.0, 0.0);
  }

  @Test
  void recall_by_the_number_of_features_counts_events_with_an_interpretation() {
    Summary summary =
        new Summary(
            List.of(
                Evaluations.of("web", "default", 1, 100, 500),
                Evaluations.of("db", "default", 1, 500),
                Evaluations.unlabelled("cache")));

    assertThat(summary.singleFeatureRecall()).isEqualTo(Proportion.of(1, 2));
    assertThat(summary.manyFeaturesRecall()).isEqualTo(Proportion.of(0, 0));
    assertThat(new Summary(List.of(Evaluations.unlabelled("web"))).singleFeatureRecall()).isNull();
  }
}
