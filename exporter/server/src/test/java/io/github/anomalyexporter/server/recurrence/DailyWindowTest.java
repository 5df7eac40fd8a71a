package io.github.anomalyexporter.server.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.calendar.CronSchedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DailyWindowTest {
  private static DailyWindow window(String start, int minutes, Set<DayOfWeek> days) {
    return new DailyWindow(LocalTime.parse(start), Duration.ofMinutes(minutes), days);
  }

  private static DailyWindow daily(String start, int minutes) {
    return window(start, minutes, EnumSet.allOf(DayOfWeek.class));
  }

  private static Set<DayOfWeek> days(String names) {
    return Arrays.stream(names.split(" ", -1)).map(DayOfWeek::valueOf).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({
    "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY, 30 1 * * MON-FRI",
    "TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY, 30 1 * * TUE-SAT",
    "'SATURDAY SUNDAY', '30 1 * * SAT,SUN'",
    "MONDAY WEDNESDAY SUNDAY, '30 1 * * MON,WED,SUN'",
    "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY, 30 1 * * *",
  })
  void days_are_those_of_a_crontab(String days, String schedule) {
    assertThat(window("01:30", 45, days(days)).schedule()).isEqualTo(schedule);
  }

  @Test
  void the_schedule_begins_on_the_days_of_the_window() {
    Instant monday = Instant.parse("2026-03-02T00:00:00Z");
    for (int choice = 1; choice < 1 << 7; choice++) {
      Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
      for (DayOfWeek day : DayOfWeek.values()) {
        if ((choice >> (day.getValue() - 1) & 1) == 1) {
          days.add(day);
        }
      }
      CronSchedule schedule =
          CronSchedule.parse(window("00:05", 45, days).schedule(), ZoneOffset.UTC);
      Set<DayOfWeek> begins = EnumSet.noneOf(DayOfWeek.class);
      Instant time = schedule.firstAfter(monday).orElseThrow();
      while (time.isBefore(monday.plus(Duration.ofDays(7)))) {
        begins.add(time.atZone(ZoneOffset.UTC).getDayOfWeek());
        time = schedule.firstAfter(time).orElseThrow();
      }
      assertThat(begins).isEqualTo(days);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "01:30, 45, 01:40, 40, true, 01:30, 50",
    "01:30, 45, 01:20, 45, true, 01:20, 55",
    "00:05, 30, 23:55, 30, true, 23:55, 40",
    "23:55, 30, 00:05, 30, true, 23:55, 40",
    "01:30, 45, 01:50, 30, false, ,",
    "01:30, 45, 01:30, 90, false, ,",
  })
  void near_windows_are_joined(
      String start, int minutes, String other, int length, boolean near, String both, Integer sum) {
    DailyWindow one = daily(start, minutes);
    DailyWindow two = daily(other, length);

    assertThat(one.isNear(two)).isEqualTo(near);
    if (near) {
      assertThat(one.with(two)).isEqualTo(daily(both, sum));
    }
  }

  @Test
  void windows_of_other_days_are_not_near() {
    DailyWindow weekdays = window("00:05", 30, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));

    assertThat(weekdays.isNear(daily("00:05", 30))).isFalse();
    assertThat(weekdays.isNear(window("23:55", 30, weekdays.days()))).isFalse();
  }
}
