package io.github.anomalyexporter.core.acceptance;

import static io.github.anomalyexporter.core.acceptance.TestRows.labels;
import static io.github.anomalyexporter.core.acceptance.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  @Test
  void an_event_is_detected_by_any_alarm_row_inside() {
    Alarms alarms = new Alarms(rows(99, 110, 205), labels(500, 100, 110, 200, 210, 300, 301));

    assertThat(alarms.detected()).containsExactly(new Event(100, 110), new Event(200, 210));
  }

  @Test
  void the_delay_is_the_median_over_detected_events() {
    LabelledRows labels = labels(500, 100, 110, 200, 210, 300, 301);

    assertThat(new Alarms(rows(110, 205), labels).medianDelaySeconds()).isEqualTo(7.5 * 60);
    assertThat(new Alarms(rows(110, 205, 301), labels).medianDelaySeconds()).isEqualTo(5 * 60);
    assertThat(new Alarms(rows(205, 209), labels).medianDelaySeconds()).isEqualTo(5 * 60);
    assertThat(new Alarms(rows(99), labels).medianDelaySeconds()).isNaN();
  }

  @Test
  void an_alarm_up_to_ten_minutes_from_an_event_is_not_false() {
    LabelledRows labels = labels(500, 100, 110);

    assertThat(new Alarms(rows(90, 100, 120), labels).falseAlarms()).isZero();
    assertThat(new Alarms(rows(89), labels).falseAlarms()).isEqualTo(1);
    assertThat(new Alarms(rows(121), labels).falseAlarms()).isEqualTo(1);
  }

  @Test
  void alarms_less_than_ten_minutes_apart_are_one_episode() {
    LabelledRows labels = labels(500);

    assertThat(new Alarms(rows(10, 19, 28), labels).falseAlarms()).isEqualTo(1);
    assertThat(new Alarms(rows(10, 20, 30), labels).falseAlarms()).isEqualTo(3);
  }

  @Test
  void an_episode_counts_once_for_each_hour_begun() {
    LabelledRows labels = labels(500);
    BitSet hour = new BitSet();
    hour.set(100, 160);
    BitSet more = new BitSet();
    more.set(100, 161);

    assertThat(new Alarms(hour, labels).falseAlarms()).isEqualTo(1);
    assertThat(new Alarms(more, labels).falseAlarms()).isEqualTo(2);
  }

  @Test
  void an_episode_around_an_event_loses_the_rows_beside_it() {
    BitSet all = new BitSet();
    all.set(50, 200);

    // 50 to 89 and 121 to 199: an hour begun and two.
    assertThat(new Alarms(all, labels(500, 100, 110)).falseAlarms()).isEqualTo(3);
  }

  @Test
  void distances_are_times_at_any_step() {
    LabelledRows labels = labels("0".repeat(100), Duration.ofMinutes(4));

    assertThat(new Alarms(rows(10, 12), labels).falseAlarms()).isEqualTo(1);
    assertThat(new Alarms(rows(10, 13), labels).falseAlarms()).isEqualTo(2);
  }

  @Test
  void hours_with_a_false_alarm_are_counted_from_the_first_row() {
    LabelledRows labels = labels(500, 100, 110);

    assertThat(new Alarms(rows(0, 59, 105, 121, 300, 499), labels).falseAlarmHours()).isEqualTo(4);
    assertThat(new Alarms(rows(59, 60), labels).falseAlarmHours()).isEqualTo(2);
    assertThat(new Alarms(rows(90, 105), labels).falseAlarmHours()).isZero();
  }
}
