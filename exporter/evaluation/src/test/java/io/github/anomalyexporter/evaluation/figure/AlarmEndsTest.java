package io.github.anomalyexporter.evaluation.figure;

import static io.github.anomalyexporter.core.acceptance.TestRows.labels;
import static io.github.anomalyexporter.core.acceptance.TestRows.ones;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.Median;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A row every five minutes: alarm rows less than ten minutes apart are adjacent. */
class AlarmEndsTest {
  private static final Duration STEP = Duration.ofMinutes(5);

  private static double minutes(String labelled, String alarms) {
    return Median.of(
        AlarmEnds.seconds(ones(alarms), labels(labelled, STEP)).stream()
            .mapToDouble(seconds -> seconds / 60));
  }

  @Test
  void the_end_of_an_alarm_is_counted_from_the_end_of_its_event() {
    assertThat(minutes("0111000000", "0011110000")).isEqualTo(10);
    assertThat(minutes("0111000000", "0011000000")).isZero();
    // Two alarms begin in the event.
    assertThat(minutes("01111000000", "01001100000")).isEqualTo(5);
    assertThat(minutes("01100000000", "01100111000")).as("a later alarm").isZero();
  }

  @Test
  void an_alarm_that_ends_before_its_event_is_not_counted() {
    assertThat(minutes("0111000000", "0110000000")).isNaN();
    assertThat(minutes("01111100000", "01100000000")).isNaN();
  }

  @Test
  void an_alarm_that_began_before_the_event_is_not_counted() {
    assertThat(minutes("0011000000", "0111110000")).isNaN();
    assertThat(minutes("0011110000", "0110011000")).as("a second one in it").isEqualTo(5);
  }

  @Test
  void an_alarm_that_may_continue_after_the_rows_is_not_counted() {
    // The alarm would continue if the first row after the rows were an alarm row.
    assertThat(minutes("01100000", "01111111")).isNaN();
    assertThat(minutes("01100000", "01111110")).isEqualTo(20);
  }

  @Test
  void an_alarm_that_reaches_the_next_event_is_not_counted() {
    assertThat(minutes("01100110000", "01111100000")).isNaN();
    assertThat(minutes("01100110000", "01111000000")).isEqualTo(10);
  }

  @Test
  void there_is_a_time_for_each_event_with_an_alarm() {
    String events = "0100000" + "0100000" + "0100000";

    assertThat(AlarmEnds.seconds(ones("0111000" + "0000000" + "0100000"), labels(events, STEP)))
        .containsExactly(600.0, 0.0);
  }
}
