package io.github.anomalyexporter.server.recurrence;

import io.github.anomalyexporter.core.series.Labels;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Joins instances with nearly the same recurring window into one proposed calendar entry. */
final class SharedWindows {
  private static final String INSTANCE = "instance";

  /** Named in one entry; a line of a configuration file has at most 100,000 characters. */
  private static final int MOST_NAMED = 500;

  private final Collection<Labels> judged;
  private final Set<String> distinguishing;
  private final List<Shared> all = new ArrayList<>();

  /**
   * @param instances all instances of the detector
   * @param judged instances with enough scores, which have all of their recurring anomalies
   */
  SharedWindows(Collection<Labels> instances, Collection<Labels> judged) {
    this.judged = judged;
    this.distinguishing = distinguishing(instances);
  }

  /** Returns the labels besides the instance label that have several values. */
  private static Set<String> distinguishing(Collection<Labels> instances) {
    Set<String> names =
        instances.stream()
            .flatMap(each -> each.asMap().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    names.remove(INSTANCE);
    names.removeIf(name -> instances.stream().map(it -> it.get(name)).distinct().count() < 2);
    return names;
  }

  /** Window of several instances that have the same distinguishing labels. */
  private static final class Shared {
    private final SortedMap<String, String> labels;
    private final DailyWindow first;
    private final List<Labels> affected = new ArrayList<>();
    private DailyWindow window;
    private RecurringAnomaly rarest;

    Shared(SortedMap<String, String> labels, RecurringAnomaly anomaly) {
      this.labels = labels;
      this.first = anomaly.window();
      this.window = anomaly.window();
      this.rarest = anomaly;
    }

    void add(Labels instance, RecurringAnomaly anomaly) {
      affected.add(instance);
      window = window.with(anomaly.window());
      if (share(anomaly) < share(rarest)) {
        rarest = anomaly;
      }
    }

    private static double share(RecurringAnomaly anomaly) {
      return (double) anomaly.daysSeen() / anomaly.daysKnown();
    }
  }

  void add(Labels instance, RecurringAnomaly anomaly) {
    SortedMap<String, String> labels = labels(instance);
    Shared shared =
        all.stream()
            .filter(it -> it.labels.equals(labels) && it.first.isNear(anomaly.window()))
            .findFirst()
            .orElse(null);
    if (shared == null) {
      shared = new Shared(labels, anomaly);
      all.add(shared);
    }
    shared.add(instance, anomaly);
  }

  private SortedMap<String, String> labels(Labels instance) {
    SortedMap<String, String> labels = new TreeMap<>();
    distinguishing.forEach(name -> labels.put(name, instance.get(name)));
    return labels;
  }

  /**
   * Returns the proposals by time of day.
   *
   * @param taken names of existing calendar entries
   */
  List<CalendarProposal> proposals(ZoneId zone, Collection<String> taken) {
    all.sort(Comparator.comparing((Shared it) -> it.window.start()));
    Set<String> names = new HashSet<>(taken);
    List<CalendarProposal> proposals = new ArrayList<>();
    for (Shared shared : all) {
      List<Labels> affected = shared.affected.stream().sorted().toList();
      boolean isEvery = affected.size() > 1 && isEvery(shared.labels, affected);
      int named = isEvery ? affected.size() : MOST_NAMED;
      for (int from = 0; from < affected.size(); from += named) {
        List<Labels> part = affected.subList(from, Math.min(affected.size(), from + named));
        proposals.add(proposal(shared, part, isEvery, zone, unused(shared.window, names)));
      }
    }
    return proposals;
  }

  /** Returns whether no other instance has these labels. */
  private boolean isEvery(SortedMap<String, String> labels, List<Labels> affected) {
    Set<Labels> others = new HashSet<>(judged);
    affected.forEach(others::remove);
    return others.stream().noneMatch(it -> labels(it).equals(labels));
  }

  private static CalendarProposal proposal(
      Shared shared, List<Labels> affected, boolean isEvery, ZoneId zone, String name) {
    String instances =
        isEvery
            ? null
            : affected.stream()
                .map(it -> ProposedEntry.pattern(it.get(INSTANCE)))
                .collect(Collectors.joining("|"));
    SortedMap<String, String> labels = new TreeMap<>();
    shared.labels.forEach((label, value) -> labels.put(label, ProposedEntry.pattern(value)));
    return new CalendarProposal(
        new ProposedEntry(name, shared.window, zone, instances, labels),
        affected,
        shared.rarest.daysSeen(),
        shared.rarest.daysKnown());
  }

  /** Returns a name that no entry has, and takes it. */
  private static String unused(DailyWindow window, Set<String> names) {
    String name =
        String.format(
            Locale.ROOT,
            "recurring-%02d%02d",
            window.start().getHour(),
            window.start().getMinute());
    String candidate = name;
    for (int number = 2; !names.add(candidate); number++) {
      candidate = name + "-" + number;
    }
    return candidate;
  }
}
