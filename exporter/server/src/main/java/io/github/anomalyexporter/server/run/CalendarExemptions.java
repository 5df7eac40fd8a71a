package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.calendar.Window;
import io.github.anomalyexporter.server.config.CalendarEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the calendar of a detector says. */
public final class CalendarExemptions implements Exemptions {
  private final List<CalendarEntry> entries;

  /** All instances are asked about at one time in each scrape; most of the work is the time's. */
  private volatile Open latest = new Open(Instant.MIN, List.of());

  /** The entries that are open at a time. */
  private record Open(Instant time, List<CalendarEntry> entries) {}

  public CalendarExemptions(List<CalendarEntry> entries) {
    this.entries = List.copyOf(entries);
  }

  @Override
  public Set<ExemptionReason> suppressing(Labels instance, Instant time) {
    return open(time).stream().anyMatch(entry -> entry.concerns(instance))
        ? Set.of(ExemptionReason.CALENDAR)
        : Set.of();
  }

  private List<CalendarEntry> open(Instant time) {
    Open known = latest;
    if (!known.time().equals(time)) {
      known =
          new Open(time, entries.stream().filter(entry -> entry.window().covers(time)).toList());
      latest = known;
    }
    return known.entries();
  }

  @Override
  public List<Exemption> during(List<Labels> instances, TimeRange history) {
    List<Exemption> exemptions = new ArrayList<>();
    for (CalendarEntry entry : entries) {
      List<Window> windows = entry.window().between(history.start(), history.end());
      for (Labels instance : instances) {
        if (entry.concerns(instance)) {
          windows.forEach(window -> exemptions.add(exemption(instance, window)));
        }
      }
    }
    return exemptions;
  }

  private static Exemption exemption(Labels instance, Window window) {
    return new Exemption(instance, ExemptionReason.CALENDAR, window.start(), window.end());
  }
}
