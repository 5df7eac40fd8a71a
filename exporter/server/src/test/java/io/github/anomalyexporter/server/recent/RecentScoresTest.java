package io.github.anomalyexporter.server.recent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentScoresTest {
  private static final Labels WEB = Labels.of("instance", "web-1:9100");
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  private final RecentScores scores = new RecentScores(STEP);

  private List<ScorePoint> read(Instant start, Instant end, Duration step) {
    return scores.read(WEB, new TimeRange(start, end, step));
  }

  private static Instant at(long minutes) {
    return START.plus(STEP.multipliedBy(minutes));
  }

  @Test
  void a_point_is_the_largest_score_of_the_step_up_to_it() {
    double[] errors = {4, 1, 3, 2, 6, 5};
    for (int i = 0; i < errors.length; i++) {
      scores.add(WEB, START.plus(INTERVAL.multipliedBy(i)), errors[i], 2);
    }

    assertThat(read(START, at(2), STEP))
        .containsExactly(
            new ScorePoint(START, 2, 2, 4),
            new ScorePoint(at(1), 3, 2, 6),
            new ScorePoint(at(2), 2.5, 2, 5));
    assertThat(read(at(1), at(1), STEP)).containsExactly(new ScorePoint(at(1), 3, 2, 6));
    assertThat(read(at(2), at(2), STEP.multipliedBy(2)))
        .containsExactly(new ScorePoint(at(2), 3, 2, 6));
    assertThat(scores.oldest(WEB)).contains(START);
  }

  @Test
  void the_oldest_score_is_that_of_any_wanted_instance() {
    assertThat(scores.oldest(it -> true)).isEmpty();
    scores.add(WEB, at(700), 1, 2);
    assertThat(scores.oldest(it -> true)).contains(at(700));
    scores.add(Labels.of("instance", "other"), at(400), 1, 2);
    assertThat(scores.oldest(it -> true)).contains(at(400));
    assertThat(scores.oldest(WEB::equals)).contains(at(700));
  }

  @Test
  void past_scores_are_added_before_the_oldest_one() {
    scores.add(WEB, at(500), 6, 2);
    scores.add(WEB, at(501), 4, 2);

    scores.addPast(
        WEB,
        List.of(
            new ScorePoint(at(498), 0.5, 2, 1),
            new ScorePoint(at(499), 1.5, 2, 3),
            new ScorePoint(at(500), 9, 2, 18)));

    assertThat(read(at(490), at(510), STEP))
        .containsExactly(
            new ScorePoint(at(498), 0.5, 2, 1),
            new ScorePoint(at(499), 1.5, 2, 3),
            new ScorePoint(at(500), 3, 2, 6),
            new ScorePoint(at(501), 2, 2, 4));
  }

  @Test
  void the_largest_score_need_not_have_the_largest_error() {
    scores.add(WEB, START, 6, 6);
    scores.add(WEB, START, 5, 2.5);

    assertThat(read(START, START, STEP)).containsExactly(new ScorePoint(START, 2, 2.5, 5));
  }

  @Test
  void a_time_without_a_score_has_no_point() {
    scores.add(WEB, at(1), 1, 2);
    scores.add(WEB, at(4), 1, 2);

    assertThat(read(START, at(9), STEP)).extracting(ScorePoint::time).containsExactly(at(1), at(4));
    assertThat(scores.read(Labels.of("instance", "other"), new TimeRange(START, at(9), STEP)))
        .isEmpty();
  }

  @Test
  void an_anomaly_is_one_however_small() {
    double threshold = 3.6;
    scores.add(WEB, at(1), Math.nextUp(threshold), threshold);
    scores.add(WEB, at(2), threshold, threshold);

    assertThat(read(at(1), at(2), STEP))
        .extracting(ScorePoint::isAnomalous)
        .containsExactly(true, false);
  }

  @Test
  void old_scores_are_kept_in_groups_and_then_forgotten() {
    int minutes = 2 * RecentScores.GROUP * RecentScores.GROUPS;
    for (int i = 0; i <= minutes; i++) {
      scores.add(WEB, at(i), i, 1);
    }
    List<ScorePoint> all = read(START, at(minutes), STEP);
    Instant grouped = at(minutes - RecentScores.STEPS);

    assertThat(all)
        .allSatisfy(it -> assertThat(it.time()).isEqualTo(at((long) it.error())))
        .extracting(ScorePoint::time)
        .startsWith(at(minutes - RecentScores.GROUP * (RecentScores.GROUPS - 1)))
        .endsWith(at(minutes))
        .isSorted();
    assertThat(all.stream().filter(it -> it.time().isAfter(grouped))).hasSize(RecentScores.STEPS);
    assertThat(all.stream().filter(it -> !it.time().isAfter(grouped)))
        .hasSize(RecentScores.GROUPS - RecentScores.STEPS / RecentScores.GROUP);
  }

  @Test
  void each_score_is_in_some_group_or_step() {
    int last = 1_000;
    for (int i = 0; i <= last; i++) {
      scores.add(WEB, at(i), 1, 2);
    }
    for (int anomalous = 1; anomalous <= 10; anomalous++) {
      int more = last + anomalous;
      scores.add(WEB, at(more), 4, 2);
    }
    scores.add(WEB, at(last + RecentScores.STEPS + 5), 1, 2);

    assertThat(read(START, at(last + 400), STEP).stream().filter(ScorePoint::isAnomalous))
        .extracting(ScorePoint::time)
        .first()
        .isIn(at(last + 6), at(last + 10));
  }

  @Test
  void scores_after_a_clock_that_was_set_back_are_forgotten() {
    for (int i = 0; i <= 60; i++) {
      scores.add(WEB, at(i), 4, 2);
    }

    scores.add(WEB, at(30), 1, 2);
    assertThat(read(START, at(60), STEP)).hasSize(31);

    scores.add(WEB, at(-10_000), 1, 2);
    assertThat(read(at(-10_000), at(60), STEP)).hasSize(1);
  }

  @Test
  void other_instances_are_forgotten() {
    scores.add(WEB, START, 1, 2);

    scores.keep(Set.of(WEB));
    assertThat(scores.oldest(WEB)).isPresent();
    scores.keep(Set.of());
    assertThat(scores.oldest(WEB)).isEmpty();
  }
}
