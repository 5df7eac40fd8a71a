package io.github.anomalyexporter.evaluation.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.acceptance.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are a minute apart; row 20 is the first of the anomaly. */
class AlertRuleTest {
  private static final int ROWS = 60;
  private static final int ONSET = 20;
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final BitSet NEVER = new BitSet();

  /** Usual errors except some rows from the onset on. */
  private static double[] scores(double anomalous, int rows) {
    double[] scores = new double[ROWS];
    Arrays.fill(scores, 0.3);
    Arrays.fill(scores, ONSET, ONSET + rows, anomalous);
    return scores;
  }

  private static List<Event> alerts(AlertRule rule, double... scores) {
    return Event.runs(rule.firing(scores, NEVER, STEP));
  }

  @Test
  void the_alert_comes_when_half_of_five_minutes_were_anomalous_for_a_minute() {
    for (AlertRule rule :
        List.of(AlertRule.INSTANCE_ANOMALOUS, AlertRule.INSTANCE_STRONGLY_ANOMALOUS)) {
      List<Event> alerts = alerts(rule, scores(5, 30));

      assertThat(alerts).as("three of five rows, and one more").hasSize(1);
      assertThat(alerts.get(0).first()).isEqualTo(ONSET + 3);
    }
  }

  @Test
  void the_alert_goes_on_for_a_while_after_the_anomaly() {
    Event alert = alerts(AlertRule.INSTANCE_ANOMALOUS, scores(5, 20)).get(0);

    // Two more rows with three of five anomalous, then five minutes.
    assertThat(alert.last()).isEqualTo(ONSET + 21 + 5);
  }

  @Test
  void a_single_row_is_no_alert_however_high() {
    assertThat(alerts(AlertRule.INSTANCE_ANOMALOUS, scores(100, 1))).isEmpty();
    assertThat(alerts(AlertRule.INSTANCE_STRONGLY_ANOMALOUS, scores(100, 1))).isEmpty();
  }

  @Test
  void a_mean_just_above_the_threshold_is_none() {
    assertThat(alerts(AlertRule.INSTANCE_ANOMALOUS, scores(1.09, 30))).isEmpty();
    assertThat(alerts(AlertRule.INSTANCE_ANOMALOUS, scores(1.11, 30))).hasSize(1);
    assertThat(alerts(AlertRule.INSTANCE_STRONGLY_ANOMALOUS, scores(1.99, 30))).isEmpty();
    assertThat(alerts(AlertRule.INSTANCE_STRONGLY_ANOMALOUS, scores(2.01, 30))).hasSize(1);
  }

  @Test
  void exactly_half_is_enough() {
    double[] everyOther = scores(0.3, 0);
    for (int row = ONSET; row < ROWS; row += 2) {
      everyOther[row] = 9;
    }
    double[] twoOfFive = scores(0.3, 0);
    for (int row = ONSET; row < ROWS; row++) {
      twoOfFive[row] = row % 5 < 2 ? 9 : 0.3;
    }

    assertThat(AlertRule.INSTANCE_ANOMALOUS.firing(everyOther, NEVER, STEP.dividedBy(2)))
        .as("five of ten rows")
        .isNotEqualTo(NEVER);
    assertThat(alerts(AlertRule.INSTANCE_ANOMALOUS, twoOfFive)).isEmpty();
  }

  @Test
  void a_pause_shorter_than_the_rule_bridges_makes_no_second_alert() {
    double[] scores = scores(5, 10);
    Arrays.fill(scores, ONSET + 12, ONSET + 22, 5);

    assertThat(alerts(AlertRule.INSTANCE_ANOMALOUS, scores)).hasSize(1);
  }

  @Test
  void no_alert_is_notified_while_the_instance_is_exempt() {
    BitSet exempt = new BitSet();
    exempt.set(0, ROWS);

    assertThat(AlertRule.INSTANCE_ANOMALOUS.firing(scores(5, 30), exempt, STEP).isEmpty()).isTrue();
  }

  @Test
  void an_unknown_score_is_no_end_for_a_quarter_of_an_hour() {
    double[] dies = scores(5, 10);
    Arrays.fill(dies, ONSET + 10, ROWS, Double.NaN);

    Event alert = alerts(AlertRule.INSTANCE_ANOMALOUS, dies).get(0);

    assertThat(alert.last()).isEqualTo(ONSET + 9 + 14 + 5);
    double[] unknown = new double[ROWS];
    Arrays.fill(unknown, Double.NaN);
    assertThat(alerts(AlertRule.INSTANCE_ANOMALOUS, unknown)).isEmpty();
  }

  @Test
  void a_step_longer_than_the_window_is_a_window() {
    BitSet firing =
        AlertRule.INSTANCE_ANOMALOUS.firing(
            new double[] {0.5, 1.5, 0.5, 0.5}, NEVER, Duration.ofMinutes(10));

    assertThat(Event.runs(firing)).containsExactly(new Event(1, 1));
  }
}
