package io.github.anomalyexporter.server.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurringAnomaliesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  private static List<RecurringAnomaly> find(PastAlarms past) {
    return RecurringAnomalies.of(past.slots());
  }

  private static RecurringAnomaly findOne(PastAlarms past) {
    List<RecurringAnomaly> found = find(past);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static DailyWindow window(String start, int minutes, Set<DayOfWeek> days) {
    return new DailyWindow(LocalTime.parse(start), Duration.ofMinutes(minutes), days);
  }

  private static PastAlarms past() {
    return PastAlarms.inUtc();
  }

  @Test
  void a_nightly_job_is_found() {
    assertThat(findOne(past().daily("01:30", Duration.ofMinutes(45))))
        .isEqualTo(new RecurringAnomaly(window("01:30", 45, EVERY_DAY), 14, 14));
  }

  @Test
  void an_alarm_of_a_minute_is_found() {
    assertThat(findOne(past().daily("03:02", Duration.ofMinutes(1))).window())
        .isEqualTo(window("03:00", 5, EVERY_DAY));
  }

  @Test
  void nothing_recurs_without_anomalies() {
    assertThat(find(past())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 40})
  void a_job_that_begins_up_to_ten_minutes_early_or_late_is_found(int minutes) {
    Random random = new Random(minutes);
    PastAlarms past =
        past()
            .daily(
                day -> LocalTime.of(2, 0).plusMinutes(random.nextInt(21) - 10),
                Duration.ofMinutes(minutes),
                day -> true);

    RecurringAnomaly found = findOne(past);

    assertThat(found.daysSeen()).isGreaterThanOrEqualTo(12);
    assertThat(found.window().start()).isBetween("01:50", "02:05");
    assertThat(found.window().length().toMinutes()).isBetween((long) minutes, minutes + 20L);
  }

  @Test
  void a_window_has_the_usual_start_and_the_usual_end() {
    PastAlarms past =
        past()
            .daily("01:30", Duration.ofMinutes(60))
            .daily("01:30", Duration.ofMinutes(90), day -> day.getDayOfMonth() % 2 == 0)
            .alarm(Instant.parse("2026-03-05T20:00:00Z"), Duration.ofHours(9));

    assertThat(findOne(past).window()).isEqualTo(window("01:30", 90, EVERY_DAY));
  }

  @ParameterizedTest
  @CsvSource({"5, 1", "6, 0"})
  void most_days_are_sixty_percent(int skipped, int found) {
    LocalDate first = LocalDate.parse("2026-03-04");

    assertThat(
            find(
                past()
                    .daily(
                        "01:30",
                        Duration.ofMinutes(45),
                        day -> day.isBefore(first) || !day.isBefore(first.plusDays(skipped)))))
        .hasSize(found);
  }

  @Test
  void a_job_on_weekdays_has_these_days() {
    PastAlarms past =
        past()
            .daily(
                "01:30", Duration.ofMinutes(45), PastAlarms.on(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));

    assertThat(findOne(past))
        .isEqualTo(new RecurringAnomaly(window("01:30", 45, WEEKDAYS), 10, 10));
  }

  @Test
  void a_job_on_weekdays_is_found_in_weeks_with_two_holidays() {
    PastAlarms past =
        past()
            .daily(
                "01:30",
                Duration.ofMinutes(45),
                PastAlarms.on(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)
                    .and(day -> day.getDayOfMonth() != 6 && day.getDayOfMonth() != 9));

    assertThat(findOne(past)).isEqualTo(new RecurringAnomaly(window("01:30", 45, WEEKDAYS), 8, 10));
  }

  @Test
  void a_job_in_the_nights_after_weekdays_has_these_days() {
    PastAlarms past =
        past()
            .daily(
                "01:30",
                Duration.ofMinutes(45),
                PastAlarms.on(DayOfWeek.TUESDAY, DayOfWeek.SATURDAY));

    assertThat(findOne(past).window().days())
        .isEqualTo(EnumSet.range(DayOfWeek.TUESDAY, DayOfWeek.SATURDAY));
  }

  @Test
  void a_day_that_was_skipped_once_stays_a_day_of_the_window() {
    PastAlarms past =
        past()
            .daily("01:30", Duration.ofMinutes(45), day -> day.getDayOfMonth() != 11)
            .knownFor(Duration.ofDays(6));

    assertThat(findOne(past)).isEqualTo(new RecurringAnomaly(window("01:30", 45, EVERY_DAY), 5, 6));
  }

  @Test
  void a_window_over_midnight_is_one() {
    assertThat(findOne(past().daily("23:40", Duration.ofMinutes(60))).window())
        .isEqualTo(window("23:40", 60, EVERY_DAY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"23:40", "23:55", "00:00", "00:05"})
  void a_window_at_midnight_has_the_days_on_which_it_begins(String start) {
    PastAlarms past =
        past()
            .daily(
                start, Duration.ofMinutes(60), PastAlarms.on(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));

    assertThat(findOne(past).window()).isEqualTo(window(start, 60, WEEKDAYS));
  }

  @Test
  void two_windows_of_a_day_are_two() {
    PastAlarms past =
        past()
            .daily("01:30", Duration.ofMinutes(30))
            .daily("02:30", Duration.ofMinutes(30))
            .daily(
                "14:00", Duration.ofMinutes(10), PastAlarms.on(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));

    assertThat(find(past))
        .extracting(RecurringAnomaly::window)
        .containsExactlyInAnyOrder(
            window("01:30", 30, EVERY_DAY),
            window("02:30", 30, EVERY_DAY),
            window("14:00", 10, WEEKDAYS));
  }

  @Test
  void an_alarm_that_ends_and_begins_again_during_the_job_is_one_window() {
    PastAlarms past =
        past().daily("01:30", Duration.ofMinutes(10)).daily("01:55", Duration.ofMinutes(20));

    assertThat(findOne(past).window()).isEqualTo(window("01:30", 45, EVERY_DAY));
  }

  @ParameterizedTest
  @CsvSource({"2026-04-05T12:00:00Z, 01:30", "2026-04-05T12:00:00Z, 04:00"})
  void the_window_is_in_wall_clock_time_when_clocks_are_put_forward(Instant end, String start) {
    PastAlarms past = PastAlarms.until(end, BERLIN).daily(start, Duration.ofMinutes(45));

    assertThat(findOne(past)).isEqualTo(new RecurringAnomaly(window(start, 45, EVERY_DAY), 14, 14));
  }

  @Test
  void a_skipped_hour_is_unknown_on_that_day() {
    PastAlarms past =
        PastAlarms.until(Instant.parse("2026-04-05T12:00:00Z"), BERLIN)
            .daily(
                "02:10", Duration.ofMinutes(45), day -> !day.equals(LocalDate.parse("2026-03-29")));

    assertThat(findOne(past))
        .isEqualTo(new RecurringAnomaly(window("02:10", 45, EVERY_DAY), 13, 13));
  }

  @Test
  void a_repeated_hour_counts_once() {
    PastAlarms past =
        PastAlarms.until(Instant.parse("2026-11-01T12:00:00Z"), BERLIN)
            .daily("02:10", Duration.ofMinutes(45));

    assertThat(findOne(past))
        .isEqualTo(new RecurringAnomaly(window("02:10", 45, EVERY_DAY), 14, 14));
  }

  @Test
  void a_day_without_scores_at_that_time_does_not_count() {
    PastAlarms past =
        past()
            .daily("01:30", Duration.ofMinutes(45), day -> day.getDayOfMonth() > 10)
            .knownAt(
                time ->
                    time.isAfter(Instant.parse("2026-03-10T12:00:00Z"))
                        || time.atZone(ZoneOffset.UTC).getHour() >= 6);

    assertThat(findOne(past)).isEqualTo(new RecurringAnomaly(window("01:30", 45, EVERY_DAY), 6, 6));
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "4, 1"})
  void four_days_are_needed(int days, int found) {
    PastAlarms past = past().daily("01:30", Duration.ofMinutes(45)).knownFor(Duration.ofDays(days));

    assertThat(find(past)).hasSize(found);
  }

  @Test
  void an_instance_that_is_always_anomalous_is_permanent() {
    RecurringAnomaly found =
        findOne(past().alarm(PastAlarms.END.minus(Duration.ofDays(15)), Duration.ofDays(15)));

    assertThat(found.window().length()).isEqualTo(Duration.ofDays(1));
    assertThat(found.isPermanent()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"8, false", "9, true", "20, true"})
  void a_window_of_more_than_eight_hours_is_permanent(int hours, boolean permanent) {
    RecurringAnomaly found = findOne(past().daily("08:00", Duration.ofHours(hours)));

    assertThat(found.window().length()).isEqualTo(Duration.ofHours(hours));
    assertThat(found.isPermanent()).isEqualTo(permanent);
  }

  /** A share of the day from 2 to 12 percent, at random times. */
  private static PastAlarms withRandomAlarms(int aDay, Random random) {
    PastAlarms past = past();
    for (int alarm = 0; alarm < aDay * 14; alarm++) {
      past.alarm(
          PastAlarms.END.minus(Duration.ofMinutes(random.nextInt(14 * 24 * 60))),
          Duration.ofMinutes(5 + random.nextInt(10)));
    }
    return past;
  }

  @ParameterizedTest
  @CsvSource({"3, 4", "3, 14", "10, 4", "10, 6", "10, 14", "20, 14"})
  void random_alarms_do_not_recur(int aDay, int days) {
    Random random = new Random(aDay);
    int found = 0;
    for (int host = 0; host < 100; host++) {
      found += find(withRandomAlarms(aDay, random).knownFor(Duration.ofDays(days))).size();
    }

    assertThat(found).isLessThanOrEqualTo(1);
  }

  @Test
  void a_job_is_found_among_random_alarms() {
    Random random = new Random(1);
    for (int host = 0; host < 50; host++) {
      List<RecurringAnomaly> found =
          find(withRandomAlarms(10, random).daily("01:30", Duration.ofMinutes(45)));

      assertThat(found).hasSize(1);
      assertThat(found.get(0).window().start()).isBetween("00:30", "01:30");
    }
  }
}
