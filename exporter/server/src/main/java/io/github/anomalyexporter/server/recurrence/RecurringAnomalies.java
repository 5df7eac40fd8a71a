package io.github.anomalyexporter.server.recurrence;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the times of day at which an instance is anomalous on most days.
 *
 * <p>The anomalies of each day are widened by {@link #JITTER} slots, so that a job that begins now
 * earlier, now later has common slots. Neighbouring slots of the day that are anomalous on most
 * days are the core of a window. Start and end of the window are those of the anomalies that touch
 * the core, without the few that begin earliest and end latest. A window is left out if anomalies
 * at random times, as many as the instance has at other times, would make one as well.
 */
final class RecurringAnomalies {
  /** In slots. Anomalies that are up to twice as far from each other are one. */
  private static final int JITTER = 2;

  /** Slots by which a window may begin before its core and end after it. */
  private static final int MOST_WIDENING = 12;

  /** Share of the days whose earlier start, or later end, is not covered. */
  private static final double UNUSUAL = 0.2;

  private final ScoredSlots scored;
  private final WallClockGrid grid;
  private final BitSet near;

  private RecurringAnomalies(ScoredSlots scored) {
    this.scored = scored;
    this.grid = scored.grid();
    this.near = scored.anomalousWithin(JITTER);
  }

  /** Returns the recurring anomalies of an instance, by time of day. */
  static List<RecurringAnomaly> of(ScoredSlots scored) {
    return new RecurringAnomalies(scored).find();
  }

  private List<RecurringAnomaly> find() {
    BitSet recurring = new BitSet();
    for (int slot = 0; slot < WallClockGrid.SLOTS_A_DAY; slot++) {
      recurring.set(slot, counts(slot, 1).recurs());
    }
    List<RecurringAnomaly> found = new ArrayList<>();
    if (recurring.cardinality() == WallClockGrid.SLOTS_A_DAY) {
      DayCounts counts = counts(0, WallClockGrid.SLOTS_A_DAY);
      found.add(anomaly(0, WallClockGrid.SLOTS_A_DAY, counts));
      return found;
    }
    // From a quiet slot on, so that a window over midnight is in one piece.
    int quiet = recurring.nextClearBit(0);
    int start = next(recurring, quiet, true);
    while (start < quiet + WallClockGrid.SLOTS_A_DAY) {
      int end = next(recurring, start, false);
      add(start, end, found);
      start = next(recurring, end, true);
    }
    return found;
  }

  /** Returns the first slot of the day from a slot on that recurs or not; may be past midnight. */
  private static int next(BitSet recurring, int from, boolean recurs) {
    int slot = from;
    while (slot < 2 * WallClockGrid.SLOTS_A_DAY
        && recurring.get(slot % WallClockGrid.SLOTS_A_DAY) != recurs) {
      slot++;
    }
    return slot;
  }

  /** Widens a core to the usual start and end of its anomalies. */
  private void add(int coreStart, int coreEnd, List<RecurringAnomaly> found) {
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int day = 0; day < grid.days(); day++) {
      int midnight = day * WallClockGrid.SLOTS_A_DAY;
      int first = near.nextSetBit(midnight + coreStart);
      if (first >= 0 && first < midnight + coreEnd) {
        int last = near.previousSetBit(midnight + coreEnd - 1);
        starts.add(near.previousClearBit(first) + 1 + JITTER - midnight);
        ends.add(near.nextClearBit(last) - JITTER - midnight);
      }
    }
    starts.sort(null);
    ends.sort(null);
    int unusual = (int) (UNUSUAL * starts.size());
    int start = Math.max(starts.get(unusual), coreStart - MOST_WIDENING);
    int end = Math.min(ends.get(ends.size() - 1 - unusual), coreEnd + MOST_WIDENING);
    int length = Math.min(end - start, WallClockGrid.SLOTS_A_DAY);
    DayCounts counts = counts(start, length);
    if (counts.recurs() && !isChance(coreStart, coreEnd, shareBeside(start, length))) {
      found.add(anomaly(start, length, counts));
    }
  }

  /**
   * Counts the days with a widened anomaly in a window, by the day of the week on which the window
   * begins.
   *
   * @param start slot of the day; may be on the day before or after
   */
  private DayCounts counts(int start, int length) {
    DayCounts counts = new DayCounts();
    int shift = Math.floorDiv(start, WallClockGrid.SLOTS_A_DAY);
    for (int day = 0; day < grid.days(); day++) {
      int from = day * WallClockGrid.SLOTS_A_DAY + start;
      int to = from + length;
      int seen = near.nextSetBit(Math.max(0, from));
      boolean isAnomalous = seen >= 0 && seen < to;
      if (isAnomalous || scored.isKnown(from, to)) {
        counts.add(grid.dayOfWeek(day).plus(shift), isAnomalous);
      }
    }
    return counts;
  }

  /** Returns whether no slot of a core has more anomalies than a share of its days explains. */
  private boolean isChance(int coreStart, int coreEnd, double share) {
    return IntStream.range(coreStart, coreEnd).allMatch(slot -> counts(slot, 1).isLikelyAt(share));
  }

  /**
   * Returns the share of the known slots outside of a window that are near an anomaly: on a host
   * with many alarms some recur by chance.
   */
  private double shareBeside(int start, int length) {
    int anomalous = near.cardinality();
    int known = scored.count();
    for (int day = 0; day < grid.days(); day++) {
      int from = Math.max(0, day * WallClockGrid.SLOTS_A_DAY + start - JITTER);
      int to = Math.max(from, day * WallClockGrid.SLOTS_A_DAY + start + length + JITTER);
      anomalous -= near.get(from, to).cardinality();
      known -= scored.count(from, to);
    }
    return known <= 0 ? 0 : Math.min(1, (double) Math.max(0, anomalous) / known);
  }

  private static RecurringAnomaly anomaly(int start, int length, DayCounts counts) {
    Set<DayOfWeek> days = EnumSet.copyOf(counts.daysOfWeek());
    int ofDay = Math.floorMod(start, WallClockGrid.SLOTS_A_DAY);
    return new RecurringAnomaly(
        new DailyWindow(
            LocalTime.MIDNIGHT.plus(WallClockGrid.SLOT.multipliedBy(ofDay)),
            WallClockGrid.SLOT.multipliedBy(length),
            days),
        counts.seen(days),
        counts.known(days));
  }
}
