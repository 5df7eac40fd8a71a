package io.github.anomalyexporter.core.detector;

import static io.github.anomalyexporter.core.detector.TestFrames.DB;
import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.score.ThresholdRaise;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreBoardTest {
  private static final Instant T0 = Instant.parse("2026-03-02T10:00:00Z");
  private static final FeatureSet FEATURES = TestFeatures.of("cpu", "disk", "net");
  private static final double UNKNOWN = Double.NaN;

  private final ScoreBoard board = board(100);

  private static ScoreBoard board(int maxSeries) {
    return new ScoreBoard(
        new BoardOptions(Duration.ofSeconds(15), 2, Duration.ofMinutes(15), maxSeries));
  }

  private static Instant after(Duration time) {
    return T0.plus(time);
  }

  /** Of a run that found this score for each instance; the shares are 0.1, 0.6 and 0.3. */
  private static Scores scores(double score, Labels... instances) {
    double[] errors = new double[instances.length];
    Arrays.fill(errors, 2 * score);
    return withErrors(errors, instances);
  }

  /** Of a run that found these errors, NaN for an instance without a score, at a threshold of 2. */
  private static Scores withErrors(double[] errors, Labels... instances) {
    ScoresBuilder scores = Scores.at(T0, FEATURES, List.of(instances));
    for (int row = 0; row < instances.length; row++) {
      scores.putValues(row, new float[] {0.3f, 0.3f, 0.3f}, 0);
      if (Double.isNaN(errors[row])) {
        scores.putState(row, InstanceState.INSUFFICIENT_DATA, 0.75f);
      } else {
        scores.putState(row, InstanceState.OK, 0.75f);
        scores.putScore(
            row, errors[row], 2, 1, new float[] {0.1f, 0.6f, 0.3f}, new double[] {7, 7, 7});
      }
    }
    return scores.build();
  }

  private InstanceReading web(Instant now) {
    return reading(board, WEB, now);
  }

  private static InstanceReading reading(ScoreBoard board, Labels instance, Instant now) {
    return board.read(now).stream()
        .filter(reading -> reading.instance().equals(instance))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_a_run_found_is_shown_sorted_by_instance() {
    board.publish(scores(0.5, WEB, DB), T0);

    assertThat(board.read(T0)).extracting(InstanceReading::instance).containsExactly(DB, WEB);
    InstanceReading web = web(T0);
    assertThat(web.state()).isEqualTo(InstanceState.OK);
    assertThat(web.score()).isEqualTo(0.5);
    assertThat(web.error()).isEqualTo(1);
    assertThat(web.threshold()).isEqualTo(2);
    assertThat(web.coverage()).isEqualTo(0.75);
    assertThat(web.scoredAt()).isEqualTo(T0);
    assertThat(web.hasScore()).isTrue();
    assertThat(web.isAnomalous()).isFalse();
    assertThat(web.worst()).isEmpty();
  }

  @Test
  void an_unknown_score_is_none_and_not_0() {
    board.publish(scores(UNKNOWN, WEB), T0);
    InstanceReading web = web(T0);

    assertThat(web.state()).isEqualTo(InstanceState.INSUFFICIENT_DATA);
    assertThat(web.hasScore()).isFalse();
    assertThat(web.score()).isNaN();
    assertThat(web.error()).isNaN();
    assertThat(web.threshold()).isNaN();
    assertThat(web.scoredAt()).isNull();
    assertThat(board.drift()).isNaN();
  }

  @Test
  void an_unknown_score_takes_the_place_of_the_one_before() {
    board.publish(scores(0.5, WEB), T0);
    board.publish(scores(UNKNOWN, WEB), after(Duration.ofSeconds(15)));

    assertThat(web(after(Duration.ofSeconds(15))).score()).isNaN();
  }

  @Test
  void after_four_intervals_a_score_is_stale() {
    board.publish(scores(5, WEB), T0);

    assertThat(web(after(Duration.ofSeconds(60))).state()).isEqualTo(InstanceState.OK);
    InstanceReading stale = web(after(Duration.ofSeconds(61)));
    assertThat(stale.state()).isEqualTo(InstanceState.STALE);
    assertThat(stale.hasScore()).isFalse();
    assertThat(stale.isAnomalous()).isFalse();
    assertThat(stale.coverage()).isNaN();

    board.publish(scores(0.5, WEB), after(Duration.ofSeconds(90)));
    assertThat(web(after(Duration.ofSeconds(90))).state()).isEqualTo(InstanceState.OK);
  }

  @Test
  void a_result_of_the_future_is_stale_for_the_clock_was_set_back() {
    board.publish(scores(0.5, WEB), T0);

    assertThat(web(T0.minus(Duration.ofSeconds(60))).hasScore()).isTrue();
    assertThat(web(T0.minus(Duration.ofSeconds(61))).state()).isEqualTo(InstanceState.STALE);
    assertThat(web(T0.minus(Duration.ofSeconds(61))).hasScore()).isFalse();
  }

  @Test
  void who_is_not_among_the_instances_of_a_run_has_vanished() {
    board.publish(scores(5, WEB, DB), T0);
    Instant later = after(Duration.ofSeconds(15));
    board.publish(scores(0.5, DB), later);
    InstanceReading web = web(later);

    assertThat(web.state()).isEqualTo(InstanceState.VANISHED);
    assertThat(web.hasScore()).isFalse();
    assertThat(web.seenAt()).isEqualTo(T0);
    assertThat(board.features(WEB)).isEmpty();
    assertThat(reading(board, DB, later).state()).isEqualTo(InstanceState.OK);
    assertThat(web(after(Duration.ofHours(1))).state())
        .as("vanished, not stale")
        .isEqualTo(InstanceState.VANISHED);
  }

  @Test
  void who_comes_back_is_scored_again() {
    board.publish(scores(0.5, WEB), T0);
    board.publish(scores(0.5, DB), after(Duration.ofSeconds(15)));
    Instant back = after(Duration.ofSeconds(30));
    board.publish(scores(0.7, WEB, DB), back);

    assertThat(web(back).state()).isEqualTo(InstanceState.OK);
    assertThat(web(back).score()).isEqualTo(0.7);
    assertThat(web(back).seenAt()).isEqualTo(back);
  }

  @Test
  void after_a_day_a_vanished_instance_is_forgotten() {
    board.publish(scores(0.5, WEB), T0);
    board.publish(scores(0.5, DB), after(Duration.ofHours(24)));
    assertThat(board.seenAt()).containsOnlyKeys(WEB, DB);

    board.publish(scores(0.5, DB), after(Duration.ofHours(24).plusMillis(1)));
    assertThat(board.seenAt()).containsOnlyKeys(DB);
  }

  /** Ten thousand names in a day, as of containers that are named anew at each start. */
  @Test
  void of_vanished_instances_the_latest_are_kept() {
    for (int run = 0; run < 200; run++) {
      int first = run * 50;
      Labels[] instances =
          IntStream.range(first, first + 50)
              .mapToObj(i -> Labels.of("instance", "pod-" + i))
              .toArray(Labels[]::new);
      board.publish(scores(0.5, instances), after(Duration.ofSeconds(15L * run)));
    }

    assertThat(board.seenAt())
        .hasSize(50 + ScoreBoard.MOST_VANISHED)
        .containsKeys(Labels.of("instance", "pod-9999"), Labels.of("instance", "pod-8950"))
        .doesNotContainKey(Labels.of("instance", "pod-8900"));
  }

  @Test
  void an_instance_known_from_before_is_stale_and_vanishes_with_the_first_run() {
    board.restore(WEB, new KnownInstance(T0.minusSeconds(600), ThresholdRaise.NONE));
    assertThat(web(T0).state()).isEqualTo(InstanceState.STALE);
    assertThat(web(T0).hasScore()).isFalse();
    assertThat(web(T0).seenAt()).isEqualTo(T0.minusSeconds(600));

    board.publish(scores(0.5, DB), T0);
    assertThat(web(T0).state()).isEqualTo(InstanceState.VANISHED);
  }

  @Test
  void restoring_changes_nothing_of_who_is_here() {
    board.publish(scores(0.5, WEB), T0);
    board.restore(WEB, new KnownInstance(T0.minusSeconds(600), ThresholdRaise.NONE));

    assertThat(web(T0).score()).isEqualTo(0.5);
    assertThat(board.seenAt()).containsEntry(WEB, T0);
  }

  @Test
  void a_forgotten_instance_is_gone_until_a_run_finds_it() {
    board.publish(scores(0.5, WEB), T0);

    assertThat(board.forget(WEB)).isTrue();
    assertThat(board.forget(WEB)).isFalse();
    assertThat(board.read(T0)).isEmpty();
    board.publish(scores(0.5, WEB), T0);
    assertThat(board.seenAt()).containsOnlyKeys(WEB);
  }

  @Test
  void an_anomalous_instance_shows_the_features_that_contribute_most() {
    board.publish(scores(3, WEB), T0);

    assertThat(web(T0).isAnomalous()).isTrue();
    assertThat(web(T0).worst())
        .extracting(FeatureContribution::feature)
        .as("the top two")
        .containsExactly("disk", "net");
    FeatureContribution disk = web(T0).worst().get(0);
    assertThat(disk.unit()).isEqualTo("ratio");
    assertThat(disk.share()).isCloseTo(0.6, within(1e-6));
    assertThat(disk.actual()).as("as the float prints").isEqualTo(0.3);
    assertThat(disk.expected()).isEqualTo(7);
    assertThat(board.features(WEB)).hasSize(3);
  }

  @Test
  void features_are_held_for_a_while_after_the_instance_has_calmed_down() {
    board.publish(scores(3, WEB), T0);
    board.publish(scores(0.5, WEB), after(Duration.ofMinutes(15)));
    assertThat(web(after(Duration.ofMinutes(15))).worst()).hasSize(2);
    assertThat(web(after(Duration.ofMinutes(15))).isAnomalous()).isFalse();

    assertThat(web(after(Duration.ofMinutes(15).plusMillis(1))).worst()).isEmpty();
  }

  @Test
  void only_so_many_features_are_shown_those_of_the_highest_scores_first() {
    ScoreBoard small = board(3);
    Scores scores = withErrors(new double[] {6, 20}, DB, WEB);
    small.publish(scores, T0);

    assertThat(reading(small, WEB, T0).worst()).hasSize(2);
    assertThat(reading(small, DB, T0).worst()).isEmpty();
    assertThat(small.droppedFeatures()).isEqualTo(1);
    small.publish(scores, after(Duration.ofSeconds(15)));
    assertThat(small.droppedFeatures()).as("summed over runs").isEqualTo(2);
  }

  @Test
  void alarms_less_than_ten_minutes_apart_are_one_anomaly() {
    board.publish(scores(2, WEB), T0);
    board.publish(scores(2, WEB), after(Duration.ofSeconds(15)));
    board.publish(scores(0.5, WEB), after(Duration.ofMinutes(1)));
    board.publish(scores(2, WEB), after(Duration.ofMinutes(10)));
    assertThat(board.anomalies()).isEqualTo(1);

    board.publish(scores(0.5, WEB), after(Duration.ofMinutes(11)));
    board.publish(scores(4, WEB), after(Duration.ofMinutes(21)));
    assertThat(board.anomalies()).isEqualTo(2);
    board.publish(scores(4, WEB, DB), after(Duration.ofMinutes(22)));
    assertThat(board.anomalies()).as("of each instance").isEqualTo(3);
  }

  @Test
  void after_an_anomaly_the_threshold_is_raised() {
    board.publish(scores(2, WEB), T0);
    board.publish(scores(0.5, WEB), after(Duration.ofMinutes(9)));
    Instant later = after(Duration.ofMinutes(10));
    board.publish(scores(1.3, WEB), later);

    assertThat(web(later).threshold()).isEqualTo(2 * 2.6);
    assertThat(web(later).score()).isEqualTo(0.5);
    assertThat(web(later).error()).isEqualTo(2.6);
    assertThat(web(later).isAnomalous()).isFalse();
  }

  @Test
  void an_anomaly_of_an_exempt_instance_does_not_raise_its_threshold_and_does_not_count() {
    board.publish(scores(50, WEB, DB), T0, WEB::equals, Set.of());
    Instant later = after(Duration.ofMinutes(10));
    board.publish(scores(1.3, WEB, DB), later);

    assertThat(web(later).score()).isEqualTo(1.3);
    assertThat(reading(board, DB, later).score()).isLessThan(1);
    assertThat(board.anomalies()).as("of DB, then of WEB").isEqualTo(2);
  }

  @Test
  void a_restored_instance_has_the_raise_of_before() {
    board.publish(scores(2, WEB), T0);
    board.publish(scores(0.5, WEB), after(Duration.ofMinutes(9)));
    ScoreBoard restarted = board(100);
    board.known().forEach(restarted::restore);
    Instant later = after(Duration.ofMinutes(10));

    restarted.publish(scores(1.3, WEB), later);

    assertThat(reading(restarted, WEB, later).score()).isEqualTo(0.5);
  }

  @Test
  void an_anomaly_of_three_hours_is_a_new_level_whose_features_are_shown() {
    Instant now = publish(20, T0, Duration.ofHours(3), WEB);
    assertThat(web(now).newLevelSince()).isNull();

    now = publish(20, now, Duration.ofHours(1), WEB);

    assertThat(web(now).newLevelSince()).isEqualTo(T0.plusSeconds(15));
    assertThat(web(now).isAnomalous()).isFalse();
    assertThat(web(now).worst()).isNotEmpty();
  }

  @Test
  void exactly_the_threshold_is_not_anomalous() {
    board.publish(scores(1, WEB), T0);

    assertThat(web(T0).isAnomalous()).isFalse();
    assertThat(board.anomalies()).isZero();
  }

  @Test
  void drift_is_how_large_errors_are_beside_those_of_the_calibration() {
    board.publish(scores(0.25, WEB, DB), T0);
    assertThat(board.drift()).as("error 0.5, typical 1").isEqualTo(0.5);

    publish(0.75, T0, Duration.ofHours(1), WEB, DB);
    assertThat(board.drift()).as("halfway to 1.5 after an hour").isCloseTo(1, within(0.01));
  }

  /** A score of every run for a while; returns the time of the last one. */
  private Instant publish(double score, Instant start, Duration length, Labels... instances) {
    Instant now = start;
    for (int run = 0; run < length.toSeconds() / 15; run++) {
      now = now.plusSeconds(15);
      board.publish(scores(score, instances), now);
    }
    return now;
  }

  @Test
  void an_incident_of_half_of_the_fleet_is_no_drift() {
    Labels third = TestFrames.host("y");
    Labels fourth = TestFrames.host("z");
    Instant now = T0;
    for (int run = 0; run < 4 * 90; run++) {
      Scores scores = withErrors(new double[] {50, 50, 1, 1}, WEB, DB, third, fourth);
      now = now.plusSeconds(15);
      board.publish(scores, now);
      assertThat(board.drift()).isEqualTo(1);
    }
    for (int run = 0; run < 4 * 90; run++) {
      now = now.plusSeconds(15);
      board.publish(scores(0.5, WEB, DB, third, fourth), now);
      assertThat(board.drift()).as("nor what follows it").isEqualTo(1);
    }
  }

  @Test
  void during_an_incident_of_all_drift_is_unknown() {
    publish(0.5, T0, Duration.ofHours(1), WEB, DB);
    publish(20, after(Duration.ofHours(1)), Duration.ofHours(1), WEB, DB);

    assertThat(board.drift()).isNaN();
  }

  @Test
  void an_anomaly_that_does_not_end_is_drift_after_three_hours() {
    Instant now = publish(20, T0, Duration.ofHours(3), WEB, DB);
    assertThat(board.drift()).isNaN();

    publish(20, now, Duration.ofHours(1), WEB, DB);
    assertThat(board.drift()).isGreaterThan(2);
  }

  @Test
  void an_instance_that_has_vanished_has_no_drift() {
    Scores scores = withErrors(new double[] {1, 1.75}, WEB, DB);
    board.publish(scores, T0);
    assertThat(board.drift()).as("the mean of the two in the middle").isEqualTo(1.375);

    Instant now = after(Duration.ofSeconds(15));
    board.publish(scores(0.5, WEB), now);
    assertThat(board.drift()).isEqualTo(1);
  }

  @Test
  void drift_is_of_the_instance_in_the_middle() {
    Labels third = TestFrames.host("z");
    Scores scores = withErrors(new double[] {1, 50, 1}, WEB, DB, third);
    board.publish(scores, T0);

    assertThat(board.drift()).isEqualTo(1);
  }

  @Test
  void a_silent_instance_becomes_stale_and_has_not_vanished() {
    board.publish(scores(0.5, WEB, DB), T0);
    Instant later = after(Duration.ofMinutes(2));

    board.publish(scores(0.5, DB), later, instance -> false, Set.of(WEB));

    assertThat(board.read(later))
        .extracting(InstanceReading::instance, InstanceReading::state)
        .containsExactly(tuple(DB, InstanceState.OK), tuple(WEB, InstanceState.STALE));
  }
}
