package io.github.anomalyexporter.server.recurrence;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Window in wall clock time on some days of the week.
 *
 * @param start on a minute
 * @param length at most a day; the window may end on the next day
 * @param days days on which it begins; not empty
 */
public record DailyWindow(LocalTime start, Duration length, Set<DayOfWeek> days) {
  private static final Duration DAY = Duration.ofDays(1);

  /** Difference of start and end up to which two windows are the same work. */
  private static final Duration NEAR = Duration.ofMinutes(15);

  public DailyWindow {
    if (length.isNegative() || length.isZero() || length.compareTo(DAY) > 0 || days.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a length of up to a day and a day, found " + length + " and " + days);
    }
    days = Set.copyOf(days);
  }

  public boolean isEveryDay() {
    return days.size() == DayOfWeek.values().length;
  }

  public LocalTime end() {
    return start.plus(length);
  }

  /** Returns the start as schedule of a calendar entry: {@code 30 1 * * MON-FRI}. */
  public String schedule() {
    return String.format(
        Locale.ROOT,
        "%d %d * * %s",
        start.getMinute(),
        start.getHour(),
        isEveryDay() ? "*" : dayNames());
  }

  /** Returns the days as in a crontab, {@code MON-FRI}; Sunday, its first day, is in no range. */
  public String dayNames() {
    List<String> names = new ArrayList<>();
    for (DayOfWeek day : EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.SATURDAY)) {
      if (days.contains(day) && (day == DayOfWeek.MONDAY || !days.contains(day.minus(1)))) {
        DayOfWeek last = day;
        while (last != DayOfWeek.SATURDAY && days.contains(last.plus(1))) {
          last = last.plus(1);
        }
        names.add(last == day ? name(day) : name(day) + "-" + name(last));
      }
    }
    if (days.contains(DayOfWeek.SUNDAY)) {
      names.add(name(DayOfWeek.SUNDAY));
    }
    return String.join(",", names);
  }

  private static String name(DayOfWeek day) {
    return day.name().substring(0, 3);
  }

  /** Returns whether start and end differ little and the days are the same. */
  boolean isNear(DailyWindow other) {
    Duration start = startOf(other);
    Duration end = start.plus(other.length).minus(length);
    return days.equals(other.days)
        && start.abs().compareTo(NEAR) <= 0
        && end.abs().compareTo(NEAR) <= 0;
  }

  /** Returns the shortest window that contains this and a near window. */
  DailyWindow with(DailyWindow other) {
    Duration from = startOf(other);
    Duration to = from.plus(other.length);
    Duration first = from.isNegative() ? from : Duration.ZERO;
    Duration last = to.compareTo(length) > 0 ? to : length;
    Duration both = last.minus(first);
    return new DailyWindow(start.plus(first), both.compareTo(DAY) > 0 ? DAY : both, days);
  }

  /**
   * Returns the start of another window after this start, negative if before. With windows on every
   * day, 23:55 is ten minutes before 00:05.
   */
  private Duration startOf(DailyWindow other) {
    Duration after = Duration.between(start, other.start);
    if (!isEveryDay() || after.abs().multipliedBy(2).compareTo(DAY) <= 0) {
      return after;
    }
    return after.isNegative() ? after.plus(DAY) : after.minus(DAY);
  }
}
