package io.github.anomalyexporter.server.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {
  /** In Berlin clocks go from 02:00 to 03:00 on 2026-03-29, and back on 2026-10-25. */
  private static final String BERLIN = "Europe/Berlin";

  private static CronSchedule schedule(String expression, String zone) {
    return CronSchedule.parse(expression, ZoneId.of(zone));
  }

  /** The first times from a day on. */
  private static List<String> times(CronSchedule schedule, String after, int count) {
    List<String> times = new ArrayList<>();
    Optional<Instant> time = schedule.firstAfter(Instant.parse(after));
    while (time.isPresent() && times.size() < count) {
      times.add(time.get().toString());
      time = schedule.firstAfter(time.get());
    }
    return times;
  }

  @Test
  void a_time_follows_the_wall_clock_through_the_year() {
    CronSchedule nightly = schedule("30 1 * * *", BERLIN);

    assertThat(nightly.firstAfter(Instant.parse("2026-01-15T12:00:00Z")))
        .contains(Instant.parse("2026-01-16T00:30:00Z"));
    assertThat(nightly.firstAfter(Instant.parse("2026-07-15T12:00:00Z")))
        .contains(Instant.parse("2026-07-15T23:30:00Z"));
  }

  @Test
  void a_time_that_is_left_out_in_spring_happens_when_the_clock_is_put_forward() {
    assertThat(times(schedule("30 2 * * *", BERLIN), "2026-03-28T00:00:00Z", 3))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    assertThat(times(schedule("0 0 * * *", "America/Havana"), "2026-03-07T12:00:00Z", 2))
        .as("midnight itself is left out")
        .containsExactly("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z");
  }

  @Test
  void times_that_are_left_out_together_happen_once() {
    assertThat(times(schedule("*/20 2 * * *", BERLIN), "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z");
  }

  @Test
  void a_time_that_is_shown_twice_in_autumn_happens_the_first_time() {
    assertThat(times(schedule("30 2 * * *", BERLIN), "2026-10-24T00:00:00Z", 3))
        .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void a_half_hour_of_daylight_saving_is_one_too() {
    assertThat(times(schedule("15 2 * * *", "Australia/Lord_Howe"), "2026-10-02T16:00:00Z", 2))
        .as("clocks go from 02:00 to 02:30 on 2026-10-04")
        .containsExactly("2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z");
  }

  @Test
  void a_day_that_never_was_happens_when_the_next_begins() {
    assertThat(times(schedule("0 12 30 12 *", "Pacific/Apia"), "2011-12-01T00:00:00Z", 1))
        .as("Samoa went from the 29th to the 31st")
        .containsExactly("2011-12-30T10:00:00Z");
  }

  @Test
  void either_day_is_enough_where_both_are_restricted() {
    assertThat(times(schedule("0 0 13 * 5", "UTC"), "2026-01-05T00:00:00Z", 3))
        .containsExactly("2026-01-09T00:00:00Z", "2026-01-13T00:00:00Z", "2026-01-16T00:00:00Z");
  }

  @Test
  void a_time_is_not_after_itself() {
    CronSchedule nightly = schedule("30 1 * * *", "UTC");
    Instant time = Instant.parse("2026-01-15T01:30:00Z");

    assertThat(nightly.lastUntil(time)).contains(time);
    assertThat(nightly.lastUntil(time.plusMillis(59_999))).contains(time);
    assertThat(nightly.lastUntil(time.minusMillis(1))).contains(time.minusSeconds(86_400));
    assertThat(nightly.firstAfter(time)).contains(time.plusSeconds(86_400));
    assertThat(nightly.firstAfter(time.minusMillis(1))).contains(time);
  }

  @Test
  void a_date_that_does_not_exist_never_happens() {
    assertThat(schedule("0 0 30 2 *", "UTC").firstAfter(Instant.EPOCH)).isEmpty();
    assertThat(schedule("0 0 30 2 *", "UTC").lastUntil(Instant.EPOCH)).isEmpty();
    assertThat(times(schedule("0 0 29 2 *", "UTC"), "2026-01-01T00:00:00Z", 1))
        .containsExactly("2028-02-29T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 * * 7, 2026-01-04T00:00:00Z",
    "0 0 * * SUN, 2026-01-04T00:00:00Z",
    "0 9-17/4 * * MON-FRI, 2026-01-01T09:00:00Z",
    "'5,35 * * * *', 2026-01-01T00:05:00Z",
    "0 0 1 FEB *, 2026-02-01T00:00:00Z",
  })
  void it_is_cron_as_in_a_crontab(String expression, String first) {
    assertThat(times(schedule(expression, "UTC"), "2026-01-01T00:00:00Z", 1))
        .containsExactly(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "daily", "* * * *", "0 1 * * * *", "60 * * * *", "0 22-2 * * *", "0 0 L * *"})
  void what_is_no_cron_is_refused_with_the_reason(String expression) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule(expression, "UTC"))
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
  }
}
