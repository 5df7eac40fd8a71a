package io.github.anomalyexporter.server.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurringWindowTest {
  private static RecurringWindow window(String expression, String zone, String duration) {
    return new RecurringWindow(
        CronSchedule.parse(expression, ZoneId.of(zone)), Duration.parse(duration));
  }

  private static Window of(String start, String end) {
    return new Window(Instant.parse(start), Instant.parse(end));
  }

  private static boolean covers(RecurringWindow window, String time) {
    return window.covers(Instant.parse(time));
  }

  @Test
  void it_holds_from_its_start_to_before_its_end() {
    RecurringWindow backup = window("30 1 * * *", "UTC", "PT2H");

    assertThat(covers(backup, "2026-03-02T01:29:59.999Z")).isFalse();
    assertThat(covers(backup, "2026-03-02T01:30:00Z")).isTrue();
    assertThat(covers(backup, "2026-03-02T03:29:59.999Z")).isTrue();
    assertThat(covers(backup, "2026-03-02T03:30:00Z")).isFalse();
  }

  @Test
  void the_next_window_is_the_one_that_is_open_or_comes_first() {
    RecurringWindow backup = window("30 1 * * *", "UTC", "PT2H");
    Window monday = of("2026-03-02T01:30:00Z", "2026-03-02T03:30:00Z");

    assertThat(backup.next(Instant.parse("2026-03-02T01:00:00Z"))).contains(monday);
    assertThat(backup.next(Instant.parse("2026-03-02T03:29:59Z"))).contains(monday);
    assertThat(backup.next(Instant.parse("2026-03-02T03:30:00Z")))
        .contains(of("2026-03-03T01:30:00Z", "2026-03-03T03:30:00Z"));
    assertThat(window("0 0 30 2 *", "UTC", "PT2H").next(Instant.EPOCH)).isEmpty();
  }

  @Test
  void its_duration_is_elapsed_time_at_any_change_of_the_clock() {
    RecurringWindow backup = window("30 1 * * *", "Europe/Berlin", "PT2H");

    assertThat(
            backup.between(
                Instant.parse("2026-03-28T12:00:00Z"), Instant.parse("2026-03-29T12:00:00Z")))
        .as("from 01:30 to 04:30")
        .containsExactly(of("2026-03-29T00:30:00Z", "2026-03-29T02:30:00Z"));
    assertThat(
            backup.between(
                Instant.parse("2026-10-24T12:00:00Z"), Instant.parse("2026-10-25T12:00:00Z")))
        .as("from 01:30 to 02:30 for the second time")
        .containsExactly(of("2026-10-24T23:30:00Z", "2026-10-25T01:30:00Z"));
  }

  @Test
  void the_windows_of_a_history_reach_beyond_it() {
    RecurringWindow backup = window("30 1 * * *", "UTC", "PT2H");

    assertThat(
            backup.between(
                Instant.parse("2026-03-01T03:29:59Z"), Instant.parse("2026-03-03T01:30:00Z")))
        .containsExactly(
            of("2026-03-01T01:30:00Z", "2026-03-01T03:30:00Z"),
            of("2026-03-02T01:30:00Z", "2026-03-02T03:30:00Z"),
            of("2026-03-03T01:30:00Z", "2026-03-03T03:30:00Z"));
    assertThat(
            backup.between(
                Instant.parse("2026-03-01T03:30:00Z"), Instant.parse("2026-03-02T01:29:59Z")))
        .isEmpty();
  }

  @Test
  void windows_that_overlap_or_touch_are_one() {
    assertThat(
            window("0 1,2,5 * * *", "UTC", "PT1H")
                .between(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-01T12:00:00Z")))
        .containsExactly(
            of("2026-03-01T01:00:00Z", "2026-03-01T03:00:00Z"),
            of("2026-03-01T05:00:00Z", "2026-03-01T06:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "30 1 * * *, PT23H59M, true",
    "30 1 * * *, PT24H, false",
    "* * * * *, PT1M, false",
    "*/5 * * * *, PT4M, true",
    "*/5 * * * *, PT5M, false",
    "0 0 * * MON-FRI, PT24H, true",
    "* * * * MON-FRI, PT1M, true",
    "'0 0 1,8,15,22 * *', PT168H, true",
    "'0 0 1,8,15,22,29 * *', PT168H, false",
    "0 0 29 2 *, PT168H, true",
  })
  void one_that_leaves_no_time_is_recognised(
      String expression, String duration, boolean everCloses) {
    assertThat(window(expression, "Europe/Berlin", duration).everCloses()).isEqualTo(everCloses);
  }

  @ParameterizedTest
  @CsvSource({"0 0 29 2 *, true", "0 0 30 2 *, false", "'0 0 31 4,6 *', false"})
  void one_that_never_comes_is_recognised(String expression, boolean everOpens) {
    assertThat(window(expression, "UTC", "PT1H").everOpens()).isEqualTo(everOpens);
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT-1M"})
  void a_window_lasts(String duration) {
    assertThatIllegalArgumentException().isThrownBy(() -> window("* * * * *", "UTC", duration));
  }
}
