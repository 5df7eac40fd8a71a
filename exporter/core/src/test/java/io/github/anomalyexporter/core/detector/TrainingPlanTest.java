package io.github.anomalyexporter.core.detector;

import static io.github.anomalyexporter.core.detector.TestFrames.DB;
import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.TrainingPlan.Kind;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPlanTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final Duration MINIMUM = Duration.ofHours(6);
  private static final Duration DAILY = Duration.ofHours(24);

  private static TrainingPlan due(
      Map<Labels, Duration> histories,
      Map<Labels, Duration> learned,
      @Nullable Instant lastTraining) {
    return TrainingPlan.due(histories, learned, lastTraining, MINIMUM, DAILY, NOW);
  }

  private static Duration hours(double hours) {
    return Duration.ofMinutes(Math.round(60 * hours));
  }

  @Test
  void the_first_training_waits_for_one_instance_with_the_minimum_history() {
    assertThat(due(Map.of(WEB, hours(5.9)), Map.of(), null).kind()).isEqualTo(Kind.NOTHING);
    assertThat(due(Map.of(), Map.of(), null).kind()).isEqualTo(Kind.NOTHING);

    TrainingPlan plan = due(Map.of(WEB, hours(5.9), DB, hours(6)), Map.of(), null);
    assertThat(plan.kind()).isEqualTo(Kind.ALL);
    assertThat(plan.instances()).as("enough history").containsExactly(DB);
  }

  @Test
  void all_are_trained_again_when_the_interval_has_passed() {
    Map<Labels, Duration> histories = Map.of(WEB, hours(100), DB, hours(100));

    assertThat(due(histories, histories, NOW.minus(DAILY)))
        .isEqualTo(new TrainingPlan(Kind.ALL, List.of(DB, WEB)));
    assertThat(due(histories, histories, NOW.minus(DAILY).plusSeconds(1)).kind())
        .isEqualTo(Kind.NOTHING);
  }

  @Test
  void a_training_of_the_future_is_none_for_the_clock_was_set_back() {
    Map<Labels, Duration> histories = Map.of(WEB, hours(100));

    assertThat(due(histories, histories, NOW.plusSeconds(1)).kind()).isEqualTo(Kind.ALL);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5.9, false",
    "0, 6, true",
    "6, 7.4, false",
    "6, 7.5, true",
    "20, 24.9, false",
    "20, 25, true",
    "65, 71.9, false",
    "65, 72, true",
    "72, 500, false",
    "10, 100, true"
  })
  void
      between_trainings_an_instance_is_due_when_its_history_has_grown_by_a_quarter_or_to_three_days(
          double learned, double has, boolean due) {
    TrainingPlan plan =
        due(
            Map.of(WEB, hours(has), DB, hours(90)),
            Map.of(WEB, hours(learned), DB, hours(90)),
            NOW);

    assertThat(plan)
        .isEqualTo(
            due
                ? new TrainingPlan(Kind.SOME, List.of(WEB))
                : new TrainingPlan(Kind.NOTHING, List.of()));
  }

  @Test
  void an_instance_that_was_never_trained_is_due_with_the_minimum_history() {
    assertThat(due(Map.of(WEB, hours(8)), Map.of(), NOW))
        .isEqualTo(new TrainingPlan(Kind.SOME, List.of(WEB)));
  }

  @Test
  void an_attempt_without_success_counts_until_the_history_has_grown() {
    Map<Labels, Duration> attempted = Map.of(WEB, hours(6.1));

    assertThat(due(Map.of(WEB, hours(7.5)), attempted, NOW).kind()).isEqualTo(Kind.NOTHING);
    assertThat(due(Map.of(WEB, hours(7.7)), attempted, NOW).kind()).isEqualTo(Kind.SOME);
  }
}
