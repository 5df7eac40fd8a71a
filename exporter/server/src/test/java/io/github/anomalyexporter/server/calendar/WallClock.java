package io.github.anomalyexporter.server.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A wall clock that is read every minute: a time has come when the clock shows it or more than it,
 * and does not come again when the clock is put back.
 */
final class WallClock {
  private WallClock() {}

  /** When the times that are meant come, from one minute to another. */
  static NavigableSet<Instant> arrivals(
      Predicate<LocalDateTime> meant, ZoneId zone, Instant from, Instant to) {
    TreeSet<Instant> arrivals = new TreeSet<>();
    LocalDateTime reached = LocalDateTime.ofInstant(from, zone);
    for (Instant now = from; !now.isAfter(to); now = now.plusSeconds(60)) {
      LocalDateTime shown = LocalDateTime.ofInstant(now, zone);
      while (!reached.isAfter(shown)) {
        if (meant.test(reached)) {
          arrivals.add(now);
        }
        reached = reached.plusMinutes(1);
      }
    }
    return arrivals;
  }
}
