package io.github.anomalyexporter.server.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recurring window that begins at the times of a schedule. Overlapping windows are joined.
 *
 * @param duration elapsed time, independent of changes of the wall clock
 */
public record RecurringWindow(CronSchedule schedule, Duration duration) {
  /** Start of the year that is searched for windows: a Monday in a leap year. */
  private static final Instant YEAR_START = Instant.parse("2024-01-01T00:00:00Z");

  private static final Instant YEAR_END = YEAR_START.plus(Duration.ofDays(366));

  /** Maximum number of joined windows: the minutes of a week. */
  private static final int MOST_JOINED = 10_080;

  public RecurringWindow {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a window needs a duration above 0: " + duration);
    }
  }

  /**
   * Returns the window that is open at a time, or the next window; not joined with overlapping
   * windows.
   */
  public Optional<Window> next(Instant time) {
    return schedule
        .lastUntil(time)
        .filter(start -> time.isBefore(end(start)))
        .or(() -> schedule.firstAfter(time))
        .map(start -> new Window(start, end(start)));
  }

  /**
   * Returns the number of windows in the first week of a year; overlapping windows count as one.
   */
  public int perWeek() {
    return between(YEAR_START, YEAR_START.plus(Duration.ofDays(7))).size();
  }

  /** Returns whether the time is in a window. */
  public boolean covers(Instant time) {
    return schedule.lastUntil(time).filter(start -> time.isBefore(end(start))).isPresent();
  }

  /**
   * Returns the windows that intersect a range, in order; the first and the last may extend beyond
   * it.
   */
  public List<Window> between(Instant from, Instant to) {
    List<Window> windows = new ArrayList<>();
    Optional<Instant> start = next(from).map(Window::start);
    while (start.isPresent() && !start.get().isAfter(to)) {
      Instant begin = start.get();
      int last = windows.size() - 1;
      if (last >= 0 && !begin.isAfter(windows.get(last).end())) {
        windows.set(last, new Window(windows.get(last).start(), end(begin)));
      } else {
        windows.add(new Window(begin, end(begin)));
      }
      start = schedule.firstAfter(begin);
    }
    return windows;
  }

  /**
   * Returns whether a window exists; the schedule may name a date that does not exist, such as 30
   * February.
   */
  public boolean everOpens() {
    return schedule.firstAfter(YEAR_START).isPresent();
  }

  /**
   * Returns whether there is time between the windows, on a clock without daylight saving time:
   * otherwise the repeated hour in autumn would count as a gap.
   */
  public boolean everCloses() {
    CronSchedule steady = schedule.in(ZoneOffset.UTC);
    Instant start = steady.firstAfter(YEAR_START).orElse(YEAR_END);
    for (int joined = 0; joined < MOST_JOINED && start.isBefore(YEAR_END); joined++) {
      Instant next = steady.lastUntil(end(start)).orElse(start);
      if (!next.isAfter(start)) {
        return true;
      }
      start = next;
    }
    return false;
  }

  private Instant end(Instant start) {
    return start.plus(duration);
  }
}
