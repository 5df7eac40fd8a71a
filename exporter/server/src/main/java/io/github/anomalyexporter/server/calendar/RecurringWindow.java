package io.github.anomalyexporter.server.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A window that begins whenever a schedule says so. Windows of one that overlap are one.
 *
 * @param duration in elapsed time: two hours are two hours, whatever is done to the clock meanwhile
 */
public record RecurringWindow(CronSchedule schedule, Duration duration) {
  /** The year in which windows are looked for: a Monday, in a leap year. */
  private static final Instant YEAR_START = Instant.parse("2024-01-01T00:00:00Z");

  private static final Instant YEAR_END = YEAR_START.plus(Duration.ofDays(366));

  /** A week of minutes; nobody who joins more windows than these without a break means any. */
  private static final int MOST_JOINED = 10_080;

  public RecurringWindow {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a window needs a duration above 0: " + duration);
    }
  }

  /** The window that is open at a time, or the next one: not joined with those that overlap it. */
  public Optional<Window> next(Instant time) {
    return schedule
        .lastUntil(time)
        .filter(start -> time.isBefore(end(start)))
        .or(() -> schedule.firstAfter(time))
        .map(start -> new Window(start, end(start)));
  }

  /** Windows in a week, those of the first week of a year; of overlapping ones one. */
  public int perWeek() {
    return between(YEAR_START, YEAR_START.plus(Duration.ofDays(7))).size();
  }

  /** Whether this time is in one of the windows. */
  public boolean covers(Instant time) {
    return schedule.lastUntil(time).filter(start -> time.isBefore(end(start))).isPresent();
  }

  /**
   * The windows that have a part between two times, in order; the first and the last may reach
   * beyond them.
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

  /** Whether there is a window at all: there is no 30th of February. */
  public boolean everOpens() {
    return schedule.firstAfter(YEAR_START).isPresent();
  }

  /**
   * Whether there is time between the windows, on a clock that is never put forward or back: else
   * an hour in autumn would be enough.
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
