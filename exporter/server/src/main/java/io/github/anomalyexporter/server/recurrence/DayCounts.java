package io.github.anomalyexporter.server.recurrence;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Set;

/**
 * Counts the days on which an instance was anomalous at a time of day, out of the days on which
 * this is known.
 */
final class DayCounts {
  /** With fewer days, an incident and its repetition would be a pattern. */
  static final int LEAST_DAYS = 4;

  /** Share of the days that are most days: a job that fails or is skipped now and then recurs. */
  private static final double MOST = 0.6;

  /** Share of the remaining days, if other days of the week are left out. */
  private static final double MOST_OF_CHOSEN = 0.8;

  /** Known days that must show no anomaly before their days of the week are left out. */
  private static final int LEAST_QUIET = 2;

  /** A choice of fewer days of the week would find patterns in random anomalies of two weeks. */
  private static final int LEAST_DAYS_OF_WEEK = 5;

  /**
   * An instance has 288 times of day to compare: far fewer than one in 100 has a pattern by chance.
   */
  private static final double RARE = 1e-5;

  /** By number of the day of the week, from 1 for Monday. */
  private final int[] seen = new int[8];

  private final int[] known = new int[8];

  /** Adds a day on which it is known whether the instance was anomalous. */
  void add(DayOfWeek day, boolean isAnomalous) {
    known[day.getValue()]++;
    if (isAnomalous) {
      seen[day.getValue()]++;
    }
  }

  /** Returns whether the instance was anomalous on most days, or on most days of a working week. */
  boolean recurs() {
    Set<DayOfWeek> all = EnumSet.allOf(DayOfWeek.class);
    Set<DayOfWeek> chosen = daysOfWeek();
    return seen(all) >= LEAST_DAYS
        && (seen(all) >= MOST * known(all)
            || (!chosen.equals(all) && chosen.size() >= LEAST_DAYS_OF_WEEK));
  }

  /**
   * Returns the days of the week on which it recurs: all days, unless it is absent on some days of
   * the week and present on nearly all others. A day of the week without data counts as the others.
   */
  Set<DayOfWeek> daysOfWeek() {
    EnumSet<DayOfWeek> quiet = EnumSet.noneOf(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (known[day.getValue()] > 0 && seen[day.getValue()] == 0) {
        quiet.add(day);
      }
    }
    Set<DayOfWeek> chosen = EnumSet.complementOf(quiet);
    boolean leavesOut =
        known(quiet) >= LEAST_QUIET && seen(chosen) >= MOST_OF_CHOSEN * known(chosen);
    return leavesOut ? chosen : EnumSet.allOf(DayOfWeek.class);
  }

  /**
   * Returns whether as many anomalous days are likely by chance: the upper tail of the binomial
   * distribution.
   *
   * @param share probability of an anomaly at another time of day
   */
  boolean isLikelyAt(double share) {
    Set<DayOfWeek> all = EnumSet.allOf(DayOfWeek.class);
    int days = known(all);
    double tail = 0;
    double ways = 1;
    for (int anomalous = days; anomalous >= seen(all); anomalous--) {
      tail += ways * Math.pow(share, anomalous) * Math.pow(1 - share, days - anomalous);
      ways *= (double) anomalous / (days - anomalous + 1);
    }
    return tail > RARE;
  }

  /** Returns the number of anomalous days among days of the week. */
  int seen(Set<DayOfWeek> days) {
    return days.stream().mapToInt(day -> seen[day.getValue()]).sum();
  }

  /** Returns the number of known days among days of the week. */
  int known(Set<DayOfWeek> days) {
    return days.stream().mapToInt(day -> known[day.getValue()]).sum();
  }
}
