package io.github.anomalyexporter.server.recurrence;

import io.github.anomalyexporter.core.series.TimeRange;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.BitSet;

/**
 * Slots of five minutes of the wall clock, numbered day after day with 288 slots each. Every point
 * of a range belongs to one slot: that of the five minutes before it. An hour that the change to
 * daylight saving time skips has no points, and both passes of a repeated hour have the same slots.
 * Immutable.
 */
final class WallClockGrid {
  static final Duration SLOT = Duration.ofMinutes(5);

  static final int SLOTS_A_DAY = 288;

  private final TimeRange range;
  private final ZoneId zone;
  private final LocalDate firstDay;
  private final int[] slots;

  /**
   * @param range with a step of a slot
   */
  WallClockGrid(TimeRange range, ZoneId zone) {
    if (!range.step().equals(SLOT)) {
      throw new IllegalArgumentException("expected a step of " + SLOT + ", found " + range.step());
    }
    this.range = range;
    this.zone = zone;
    // A window may begin on the day before the first point.
    this.firstDay = LocalDate.ofInstant(range.start().minus(SLOT), zone).minusDays(1);
    this.slots = new int[range.points()];
    for (int point = 0; point < slots.length; point++) {
      slots[point] = slot(range.at(point).minus(SLOT));
    }
  }

  private int slot(Instant time) {
    LocalDateTime wall = LocalDateTime.ofInstant(time, zone);
    long day = wall.toLocalDate().toEpochDay() - firstDay.toEpochDay();
    long ofDay = wall.toLocalTime().toSecondOfDay() / SLOT.toSeconds();
    return Math.toIntExact(day * SLOTS_A_DAY + ofDay);
  }

  ZoneId zone() {
    return zone;
  }

  /** Returns the number of days, including the days without points at both ends. */
  int days() {
    return slots[slots.length - 1] / SLOTS_A_DAY + 1;
  }

  DayOfWeek dayOfWeek(int day) {
    return firstDay.plusDays(day).getDayOfWeek();
  }

  /** Returns the slot of a time in milliseconds; -1 if it is no point of the range. */
  int slotAt(long millis) {
    int point = range.pointAt(millis);
    return point < 0 ? -1 : slots[point];
  }

  /** Returns the slots of which a part is between two times. */
  BitSet slotsBetween(Instant start, Instant end) {
    BitSet between = new BitSet();
    int last = range.firstNotBefore(end.plus(SLOT));
    for (int point = range.firstNotBefore(start.plusMillis(1)); point < last; point++) {
      between.set(slots[point]);
    }
    return between;
  }
}
