package io.github.anomalyexporter.evaluation.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.TestScores;
import io.github.anomalyexporter.core.feature.TestFeatures;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** Rows are a minute apart. */
class RuleAlertsTest {
  private static final int ROWS = 300;

  /** Returns the alerts of scores that are above the limits from row to row. */
  private static RuleAlerts alerts(BitSet events, int... fromTo) {
    double[] errors = new double[ROWS];
    Arrays.fill(errors, 0.3);
    for (int i = 0; i < fromTo.length; i += 2) {
      Arrays.fill(errors, fromTo[i], fromTo[i + 1], 5);
    }
    return RuleAlerts.of(
        TestScores.of(TestFeatures.of("cpu"), new float[] {1}, errors),
        new LabelledRows(events, ROWS, Duration.ofMinutes(1)));
  }

  private static BitSet event(int from, int to) {
    BitSet rows = new BitSet();
    rows.set(from, to);
    return rows;
  }

  @Test
  void an_alert_during_an_event_finds_it_and_is_not_false() {
    assertThat(alerts(event(100, 120), 100, 120)).isEqualTo(new RuleAlerts(0, 1, 1));
    assertThat(alerts(event(100, 120))).isEqualTo(new RuleAlerts(0, 1, 0));
  }

  @Test
  void an_alert_near_an_event_does_not_find_it_and_is_not_false() {
    assertThat(alerts(event(100, 120), 122, 140)).isEqualTo(new RuleAlerts(0, 1, 0));
  }

  @Test
  void an_alert_far_from_all_events_is_false_however_long() {
    assertThat(alerts(event(100, 120), 200, 290)).isEqualTo(new RuleAlerts(1, 1, 0));
    assertThat(alerts(event(100, 120), 20, 30, 200, 290)).isEqualTo(new RuleAlerts(2, 1, 0));
  }

  @Test
  void an_event_shorter_than_the_window_of_the_rules_is_not_expected() {
    assertThat(alerts(event(100, 104), 100, 104)).isEqualTo(new RuleAlerts(0, 0, 0));
    assertThat(alerts(event(100, 105), 100, 105).events()).isEqualTo(1);
  }
}
