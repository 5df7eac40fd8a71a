package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.calendar.CronSchedule;
import io.github.anomalyexporter.server.calendar.RecurringWindow;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Spelling;
import io.github.anomalyexporter.server.yaml.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the calendar of a detector. */
final class CalendarReader {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** Longest window; for longer times an Alertmanager silence is appropriate. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final int LONGEST_SCHEDULE = 200;

  /** Limited because every scrape evaluates each entry. */
  private static final int MOST_ENTRIES = 100;

  /**
   * Windows per week of all entries in total: a training has the windows of its whole history in
   * memory.
   */
  private static final int MOST_WINDOWS = 7_000;

  private CalendarReader() {}

  /**
   * @param identityLabels identity labels of the detector
   */
  static List<CalendarEntry> read(Value calendar, List<String> identityLabels) {
    List<CalendarEntry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    if (calendar.isList() && calendar.items().size() > MOST_ENTRIES) {
      calendar.problem(
          ProblemKind.OUT_OF_RANGE,
          "at most " + MOST_ENTRIES + " entries",
          String.valueOf(calendar.items().size()));
    }
    for (Section section : calendar.sections()) {
      Value nameValue = section.value("name");
      Optional<String> name = nameValue.requiredString("a name");
      if (name.isPresent() && !names.add(name.get())) {
        nameValue.problem(
            ProblemKind.DUPLICATE, "a unique name", name.get() + ", used by another entry");
      }
      InstanceMatcher instances = InstanceMatcher.read(section, "instances", identityLabels);
      Optional<RecurringWindow> window = window(section);
      if (name.isPresent() && window.isPresent()) {
        entries.add(new CalendarEntry(name.get(), window.get(), instances));
      }
    }
    requireFewWindows(calendar, entries);
    return entries;
  }

  private static void requireFewWindows(Value calendar, List<CalendarEntry> entries) {
    int windows = 0;
    for (CalendarEntry entry : entries) {
      windows += entry.window().perWeek();
      if (windows > MOST_WINDOWS) {
        calendar.problem(
            ProblemKind.OUT_OF_RANGE,
            "at most %s windows per week in all entries".formatted(MOST_WINDOWS),
            "more with the entry " + entry.name());
        return;
      }
    }
  }

  private static Optional<RecurringWindow> window(Section section) {
    Value scheduleValue = section.value("schedule");
    Value durationValue = section.value("duration");
    ZoneId zone = zone(section.value("time_zone"));
    Optional<CronSchedule> schedule =
        scheduleValue
            .requiredString("minute hour day-of-month month day-of-week, such as 30 1 * * *")
            .flatMap(text -> schedule(scheduleValue, text, zone));
    if (!durationValue.isPresent()) {
      durationValue.problem("a duration such as 2h");
    }
    Optional<Duration> duration = durationValue.duration(SHORTEST, LONGEST);
    if (schedule.isEmpty() || duration.isEmpty()) {
      return Optional.empty();
    }
    RecurringWindow window = new RecurringWindow(schedule.get(), duration.get());
    if (!window.everOpens()) {
      scheduleValue.problem("a schedule with a day that exists");
    } else if (!window.everCloses()) {
      durationValue.problem(
          ProblemKind.CONFLICT,
          "a duration that leaves time between the windows, which now cover all time: there would be no alerts and no training");
    }
    return Optional.of(window);
  }

  private static Optional<CronSchedule> schedule(Value value, String text, ZoneId zone) {
    if (text.length() > LONGEST_SCHEDULE) {
      value.problem(
          ProblemKind.OUT_OF_RANGE,
          "a schedule of at most %s characters".formatted(LONGEST_SCHEDULE));
      return Optional.empty();
    }
    try {
      return Optional.of(CronSchedule.parse(text, zone));
    } catch (IllegalArgumentException e) {
      value.problem(
          ProblemKind.INVALID_VALUE,
          "minute hour day-of-month month day-of-week, such as 30 1 * * *",
          text + " (" + e.getMessage() + ")");
      return Optional.empty();
    }
  }

  private static ZoneId zone(Value value) {
    Optional<String> text = value.string();
    try {
      return text.map(ZoneId::of).orElse(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      String found = text.orElse("");
      String advice =
          Spelling.nearest(found, new TreeSet<>(ZoneId.getAvailableZoneIds()))
              .map(meant -> "; did you mean " + meant + "?")
              .orElse("");
      value.problem(ProblemKind.UNKNOWN_NAME, "a time zone such as Europe/Berlin", found + advice);
      return ZoneOffset.UTC;
    }
  }
}
