package io.github.anomalyexporter.benchmarks.quiet;

import io.github.anomalyexporter.benchmarks.quiet.RuleEngine.Firing;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The alerts of the rules on quiet days and at incidents, as tables. */
final class NotificationReport {
  /** The label of an alternative to the shipped rules, with its name. */
  private static final String ALTERNATIVE = "alternative";

  /** Any of the shipped alerts on one instance. */
  private static final String ANY = "any of an instance";

  /** Alerts of one instance that are closer than this count as one message. */
  private static final Duration SAME = Duration.ofMinutes(10);

  private final int hostDays;
  private final List<List<Firing>> quiet = new ArrayList<>();
  private final Map<IncidentKind, List<List<Firing>>> incidents = new EnumMap<>(IncidentKind.class);

  /**
   * @param hostDays number of hosts times number of days, of each fleet
   */
  NotificationReport(int hostDays) {
    this.hostDays = hostDays;
  }

  /** Adds the alerts of the quiet days of one fleet. */
  void addQuietDays(List<Firing> firings) {
    quiet.add(firings);
  }

  /**
   * Adds the alerts of one incident.
   *
   * @param firings alerts by the time since its onset
   */
  void addIncident(IncidentKind kind, List<Firing> firings) {
    incidents.computeIfAbsent(kind, it -> new ArrayList<>()).add(firings);
  }

  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    int fleets = quiet.size();
    text.append(
        line(
            "%d fleets, %d quiet host-days each; %d incidents of each kind.%n",
            fleets, hostDays, incidents.values().stream().mapToInt(List::size).max().orElse(0)));
    text.append("\n| rule | false a host and day: mean, least - most of a fleet |");
    incidents.keySet().forEach(kind -> text.append(' ').append(kind.kebabName()).append(" |"));
    text.append("\n|---|---|").append("---|".repeat(incidents.size())).append('\n');
    for (String rule : rules()) {
      text.append("| ").append(rule).append(" | ").append(falseOnes(rule)).append(" |");
      incidents.values().forEach(all -> text.append(delays(rule, all)).append(" |"));
      text.append('\n');
    }
    return text.toString();
  }

  /** Returns the names of all rules, the shipped rules first. */
  private Collection<String> rules() {
    SortedSet<String> alerts = new TreeSet<>();
    SortedSet<String> alternatives = new TreeSet<>();
    Stream.concat(quiet.stream(), incidents.values().stream().flatMap(Collection::stream))
        .flatMap(Collection::stream)
        .forEach(
            firing ->
                (firing.label(ALTERNATIVE).isEmpty() ? alerts : alternatives).add(rule(firing)));
    List<String> rules = new ArrayList<>(List.of(ANY));
    rules.addAll(alerts);
    rules.addAll(alternatives);
    return rules;
  }

  private static String rule(Firing firing) {
    String alternative = firing.label(ALTERNATIVE);
    return alternative.isEmpty() ? firing.label("alertname") : alternative;
  }

  private static Predicate<Firing> of(String rule) {
    return rule.equals(ANY)
        ? firing ->
            firing.label(ALTERNATIVE).isEmpty() && firing.label("alertname").startsWith("Instance")
        : firing -> rule(firing).equals(rule);
  }

  private String falseOnes(String rule) {
    double[] perHostDay =
        quiet.stream()
            .mapToDouble(firings -> (double) messages(firings, of(rule)) / hostDays)
            .sorted()
            .toArray();
    double sum = 0;
    for (double value : perHostDay) {
      sum += value;
    }
    return perHostDay.length == 0
        ? ""
        : line(
            "%.2f, %.2f - %.2f",
            sum / perHostDay.length, perHostDay[0], perHostDay[perHostDay.length - 1]);
  }

  /** Returns the number of alerts; alerts of one instance shortly after each other are one. */
  private static int messages(List<Firing> firings, Predicate<Firing> wanted) {
    Map<String, Duration> last = new HashMap<>();
    int messages = 0;
    for (Firing firing : firings) {
      if (wanted.test(firing)) {
        Duration before = last.put(firing.label("instance"), firing.after());
        messages += before == null || firing.after().minus(before).compareTo(SAME) > 0 ? 1 : 0;
      }
    }
    return messages;
  }

  /** Returns the median and the longest delay, and the number of missed incidents. */
  private static String delays(String rule, List<List<Firing>> all) {
    List<Duration> delays =
        all.stream()
            .map(firings -> firings.stream().filter(of(rule)).map(Firing::after).findFirst())
            .flatMap(Optional::stream)
            .sorted()
            .toList();
    if (delays.isEmpty()) {
      return " none of " + all.size();
    }
    String missed =
        delays.size() == all.size()
            ? ""
            : line(", %d of %d missed", all.size() - delays.size(), all.size());
    return line(
        " %d s, %d s%s",
        delays.get(delays.size() / 2).toSeconds(),
        delays.get(delays.size() - 1).toSeconds(),
        missed);
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
