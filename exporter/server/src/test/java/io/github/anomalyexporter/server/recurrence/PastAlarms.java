package io.github.anomalyexporter.server.recurrence;

import io.github.anomalyexporter.core.series.TimeRange;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Two weeks of {@code anomaly_is_anomalous} of one instance, as Prometheus returns its maximum over
 * the five minutes before each point.
 */
public final class PastAlarms implements Function<Instant, Double> {
  /** A Monday, at noon. */
  public static final Instant END = Instant.parse("2026-03-16T12:00:00Z");

  private final Instant end;
  private final ZoneId zone;
  private final Set<Long> anomalousMinutes = new HashSet<>();
  private Predicate<Instant> known = time -> true;

  private PastAlarms(Instant end, ZoneId zone) {
    this.end = end;
    this.zone = zone;
  }

  public static PastAlarms inUtc() {
    return until(END, ZoneOffset.UTC);
  }

  public static PastAlarms until(Instant end, ZoneId zone) {
    return new PastAlarms(end, zone);
  }

  /** Adds an alarm. */
  public PastAlarms alarm(Instant start, Duration length) {
    long first = start.getEpochSecond() / 60;
    for (long minute = first; minute < first + length.toMinutes(); minute++) {
      anomalousMinutes.add(minute);
    }
    return this;
  }

  /** Adds an alarm that begins at a wall clock time on each day of the past that is chosen. */
  public PastAlarms daily(String start, Duration length, Predicate<LocalDate> days) {
    return daily(day -> LocalTime.parse(start), length, days);
  }

  public PastAlarms daily(String start, Duration length) {
    return daily(start, length, day -> true);
  }

  /** The same, with a start for each day. */
  public PastAlarms daily(
      Function<LocalDate, LocalTime> start, Duration length, Predicate<LocalDate> days) {
    LocalDate last = LocalDate.ofInstant(end, zone);
    for (LocalDate day = last.minusDays(15); !day.isAfter(last); day = day.plusDays(1)) {
      if (days.test(day)) {
        alarm(day.atTime(start.apply(day)).atZone(zone).toInstant(), length);
      }
    }
    return this;
  }

  /** Leaves the other times without a score. */
  public PastAlarms knownAt(Predicate<Instant> times) {
    known = known.and(times);
    return this;
  }

  /** Has scores for this time before the end only. */
  public PastAlarms knownFor(Duration length) {
    return knownAt(time -> time.isAfter(end.minus(length)));
  }

  static Predicate<LocalDate> on(DayOfWeek first, DayOfWeek last) {
    return day -> EnumSet.range(first, last).contains(day.getDayOfWeek());
  }

  @Override
  public Double apply(Instant time) {
    if (!known.test(time)) {
      return Double.NaN;
    }
    long minute = time.getEpochSecond() / 60;
    for (long before = minute - 5; before < minute; before++) {
      if (anomalousMinutes.contains(before)) {
        return 1.0;
      }
    }
    return 0.0;
  }

  ScoredSlots slots() {
    TimeRange range = TimeRange.endingAt(end, WallClockGrid.SLOT, 14 * 288);
    WallClockGrid grid = new WallClockGrid(range, zone);
    ScoredSlots slots = new ScoredSlots(grid);
    for (int point = 0; point < range.points(); point++) {
      double value = apply(range.at(point));
      if (!Double.isNaN(value)) {
        slots.add(grid.slotAt(range.at(point).toEpochMilli()), value > 0);
      }
    }
    return slots;
  }
}
