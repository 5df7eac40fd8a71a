package io.github.anomalyexporter.server.exemption;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.calendar.Window;
import io.github.anomalyexporter.server.config.CalendarEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Exemptions from the calendar entries of a detector. */
public final class CalendarExemptions implements Exemptions {
  private final List<CalendarEntry> entries;

  /** Entries that match each watched instance, cached so that scrapes evaluate no expressions. */
  private volatile Map<Labels, List<CalendarEntry>> concerning = Map.of();

  /** Cache for one scrape, which queries all instances at the same time. */
  private volatile Open latest = new Open(Instant.MIN, List.of());

  /** Entries that are open at a time. */
  private record Open(Instant time, List<CalendarEntry> entries) {}

  public CalendarExemptions(List<CalendarEntry> entries) {
    this.entries = List.copyOf(entries);
  }

  @Override
  public void watch(Collection<Labels> instances) {
    Map<Labels, List<CalendarEntry>> last = concerning;
    Map<Labels, List<CalendarEntry>> next = new HashMap<>();
    for (Labels instance : instances) {
      List<CalendarEntry> known = last.get(instance);
      next.put(instance, known == null ? concerning(instance) : known);
    }
    concerning = next;
  }

  private List<CalendarEntry> concerning(Labels instance) {
    return entries.stream().filter(entry -> entry.concerns(instance)).toList();
  }

  @Override
  public Set<ExemptionReason> suppressing(Labels instance, Instant time) {
    List<CalendarEntry> open = open(time);
    if (open.isEmpty()) {
      return Set.of();
    }
    List<CalendarEntry> known = concerning.get(instance);
    return !Collections.disjoint(open, known == null ? concerning(instance) : known)
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
  public List<KnownExemption> known(Labels instance, Instant time) {
    List<KnownExemption> known = new ArrayList<>();
    for (CalendarEntry entry : concerning(instance)) {
      entry
          .window()
          .next(time)
          .ifPresent(
              window ->
                  known.add(
                      new KnownExemption(
                          ExemptionReason.CALENDAR,
                          entry.name(),
                          window.start(),
                          window.end(),
                          null,
                          null,
                          false)));
    }
    return known;
  }

  @Override
  public PastExemptions during(List<Labels> instances, TimeRange history) {
    Map<CalendarEntry, List<Window>> windows = new LinkedHashMap<>();
    for (CalendarEntry entry : entries) {
      windows.put(entry, entry.window().between(history.start(), history.end()));
    }
    return instance ->
        concerning(instance).stream()
            .flatMap(entry -> windows.getOrDefault(entry, List.of()).stream())
            .map(window -> exemption(instance, window))
            .toList();
  }

  private static Exemption exemption(Labels instance, Window window) {
    return new Exemption(instance, ExemptionReason.CALENDAR, window.start(), window.end());
  }
}
