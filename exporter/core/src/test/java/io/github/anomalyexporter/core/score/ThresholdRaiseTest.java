package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.score.ThresholdRaise.Anomaly;
import io.github.anomalyexporter.core.score.ThresholdRaise.Level;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdRaiseTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(1);

  private ThresholdRaise raise = ThresholdRaise.NONE;
  private Instant now = START;

  /** Feeds an error for a time, once a step. */
  private void feed(Duration time, double error) {
    feed(time, error, STEP);
  }

  private void feed(Duration time, double error, Duration step) {
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plus(step)) {
      raise = raise.next(now, error);
    }
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  @Test
  void usual_errors_do_not_raise_the_threshold() {
    feed(hours(30), 0.99);

    assertThat(raise.factor()).isEqualTo(1);
    assertThat(raise.hasNoEffect()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 60, 300})
  void after_an_anomaly_the_threshold_is_above_its_largest_error_at_any_step(int seconds) {
    Duration step = Duration.ofSeconds(seconds);
    feed(minutes(10), 1.5, step);
    feed(minutes(5), 2, step);
    assertThat(raise.factor()).as("during the anomaly").isEqualTo(1);
    assertThat(raise.anomaly()).extracting(Anomaly::since).isEqualTo(START);

    feed(minutes(15), 0.5, step);

    assertThat(raise.anomaly()).isNull();
    assertThat(raise.factor()).isCloseTo(2.6, within(0.02));
  }

  @Test
  void the_raise_halves_every_day_and_ends_at_the_calibrated_threshold() {
    feed(minutes(1), 2);
    feed(minutes(11), 0.5);
    double raised = raise.factor();

    feed(hours(24), 0.5);
    assertThat(raise.factor()).isCloseTo(raised / 2, within(1e-9));

    feed(hours(24), 0.5);
    assertThat(raise.factor()).isEqualTo(1);
  }

  @Test
  void after_an_incident_of_any_size_three_times_the_threshold_is_an_anomaly() {
    feed(minutes(30), 500);
    feed(minutes(30), 0.5);
    assertThat(raise.factor()).isLessThanOrEqualTo(3).isGreaterThan(2.9);

    feed(minutes(5), 3.01);

    assertThat(raise.anomaly()).isNotNull();
  }

  @Test
  void the_same_anomaly_again_is_none() {
    feed(minutes(5), 1.8);
    feed(hours(2), 0.5);

    feed(minutes(5), 1.9);

    assertThat(raise.anomaly()).isNull();
  }

  @Test
  void a_pause_shorter_than_that_between_episodes_does_not_end_an_anomaly() {
    feed(minutes(5), 2);
    feed(minutes(8), 0.5);
    feed(minutes(1), 2);

    assertThat(raise.anomaly()).extracting(Anomaly::since).isEqualTo(START);
    assertThat(raise.factor()).isEqualTo(1);
  }

  @Test
  void the_aftermath_of_an_anomaly_is_not_anomalous() {
    feed(minutes(10), 12);

    feed(minutes(1), 1.5);
    assertThat(raise.factor()).as("a fifth of the peak").isCloseTo(2.4, within(0.1));
    feed(minutes(8), 1.5);
    assertThat(raise.anomaly()).isNotNull();
    feed(minutes(1), 1.5);

    assertThat(raise.anomaly()).isNull();
    assertThat(raise.factor()).isEqualTo(3);
  }

  @Test
  void an_incident_that_grows_again_is_not_in_its_aftermath() {
    feed(minutes(10), 12);
    feed(minutes(5), 2);

    feed(minutes(1), 5);

    assertThat(raise.factor()).isEqualTo(1);
    assertThat(raise.anomaly()).extracting(Anomaly::since).isEqualTo(START);
  }

  @Test
  void an_anomaly_of_three_hours_is_a_new_level() {
    feed(minutes(1), 15);
    feed(hours(3).minus(minutes(1)), 4);
    assertThat(raise.level()).isNull();

    feed(minutes(1), 4);

    assertThat(raise.level()).isEqualTo(new Level(START, START.plus(hours(3))));
    assertThat(raise.anomaly()).isNull();
    assertThat(raise.factor())
        .as("1.3 times the errors of the level, not its beginning")
        .isCloseTo(5.2, within(0.01));
  }

  @Test
  void at_a_new_level_the_raise_does_not_decay() {
    feed(hours(4), 4);
    double raised = raise.factor();

    feed(hours(48), 3);

    assertThat(raise.factor()).isEqualTo(raised);
    assertThat(raise.level()).extracting(Level::since).isEqualTo(START);
  }

  @Test
  void a_larger_error_at_a_new_level_is_an_anomaly_of_its_own() {
    feed(hours(4), 4);
    Instant second = now;

    feed(minutes(5), 8);

    assertThat(raise.anomaly()).extracting(Anomaly::since).isEqualTo(second);
    assertThat(raise.level()).isNotNull();
  }

  @Test
  void a_new_level_ends_with_the_last_error_above_the_calibrated_threshold() {
    feed(hours(4), 8);
    feed(minutes(9), 0.5);
    assertThat(raise.level()).isNotNull();

    feed(minutes(1), 0.5);

    assertThat(raise.level()).isNull();
    assertThat(raise.factor()).isEqualTo(3);
  }

  @Test
  void a_raise_decays_while_errors_are_unknown() {
    feed(minutes(5), 2);
    feed(minutes(15), 0.5);
    double raised = raise.factor();

    feed(hours(24).minus(STEP), Double.NaN);
    feed(STEP, 0.5);

    assertThat(raise.factor()).isCloseTo(raised / 2, within(1e-9));
  }

  @Test
  void an_incident_during_which_errors_are_unknown_is_one_anomaly() {
    feed(minutes(30), 2);
    feed(hours(2), Double.NaN);

    feed(minutes(1), 2);

    assertThat(raise.factor()).isEqualTo(1);
    assertThat(raise.anomaly()).extracting(Anomaly::since).isEqualTo(START);
  }

  @Test
  void a_level_lasts_while_errors_are_unknown() {
    feed(hours(4), 8);
    double raised = raise.factor();

    feed(hours(2), Double.NaN);
    feed(minutes(1), 8);

    assertThat(raise.factor()).isEqualTo(raised);
    assertThat(raise.level()).extracting(Level::since).isEqualTo(START);
  }

  @Test
  void after_three_unknown_hours_anomaly_and_level_are_over() {
    feed(hours(4), 8);
    feed(minutes(5), 20);
    Instant end = now;

    feed(hours(3), Double.NaN);
    feed(minutes(1), 8);

    assertThat(raise.level()).isNull();
    assertThat(raise.anomaly()).extracting(Anomaly::since).isEqualTo(end.plus(hours(3)));
  }

  @Test
  void a_clock_that_is_set_back_by_seconds_changes_nothing() {
    feed(minutes(5), 2);

    assertThat(raise.next(now.minusSeconds(90), 2)).isEqualTo(raise);
  }

  @Test
  void a_clock_that_is_set_back_by_years_does_not_keep_the_raise_for_years() {
    feed(minutes(5), 2);
    feed(minutes(20), 0.5);
    feed(minutes(5), 9);
    now = START.minus(Duration.ofDays(3650));

    feed(hours(48), 0.5);

    assertThat(raise.hasNoEffect()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0.99", "NaN", "Infinity"})
  void a_factor_is_1_or_more(double factor) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ThresholdRaise(factor, START, null, null))
        .withMessageContaining("1 or more");
  }
}
