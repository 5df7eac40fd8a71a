package io.github.anomalyexporter.benchmarks.quiet;

import io.github.anomalyexporter.benchmarks.quiet.RuleEngine.Firing;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the false alerts of the shipped rules on quiet days and measures their delay at incidents,
 * in simulated time; the same of alternative rules, to choose by. Arguments: the number of fleets,
 * promtool, the folder of the results, and the files of the rules.
 */
public final class QuietDays {
  private static final int DAYS = 10;
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  private static final List<Integer> HOURS = List.of(2, 8, 14, 20);

  /** Time before the onset, so that the rules know the instance. */
  private static final Duration LEAD = Duration.ofMinutes(10);

  /** Time after the onset; an incident without an alert by then is missed. */
  private static final Duration OBSERVED = Duration.ofMinutes(30);

  private static final Instant START =
      BOOT.plus(Duration.ofHours(1)).plus(SimulatedService.CONFIG.history().length());

  private final RuleEngine rules;

  private QuietDays(RuleEngine rules) {
    this.rules = rules;
  }

  public static void main(String[] arguments) throws IOException {
    int fleets = Integer.parseInt(arguments[0]);
    Path promtool = Path.of(arguments[1]);
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    List<Path> rules = Arrays.stream(arguments).skip(3).map(Path::of).toList();
    String text = new QuietDays(new RuleEngine(promtool, rules, folder)).measure(fleets);
    System.out.println(text);
    Files.writeString(folder.resolve("quiet-days.md"), text);
  }

  private String measure(int fleets) {
    NotificationReport report = new NotificationReport(DAYS * SimulatedFleet.DEFAULT_HOSTS.size());
    for (long seed = 1; seed <= fleets; seed++) {
      SimulatedFleet fleet = SimulatedFleet.of(SimulatedFleet.DEFAULT_HOSTS, BOOT, seed);
      report.addQuietDays(quietDays(fleet));
      incidents(fleet, report);
      System.out.printf("fleet %d is done%n", seed);
    }
    return report.toMarkdown();
  }

  private List<Firing> quietDays(SimulatedFleet fleet) {
    RecordedScrapes scrapes = new RecordedScrapes(START);
    try (SimulatedService service = new SimulatedService()) {
      for (int day = 0; day < DAYS; day++) {
        Instant start = START.plus(Duration.ofDays(day));
        service.serve(SimulatedService.train(fleet.hosts(), start), start);
        service.run(fleet.hosts(), start, Duration.ofDays(1), scrapes);
      }
    }
    return rules.firings(scrapes);
  }

  /** Adds one incident at a time, each on a quiet host, with the models of the first day. */
  private void incidents(SimulatedFleet fleet, NotificationReport report) {
    TrainedDetector trained = SimulatedService.train(fleet.hosts(), START);
    int number = 0;
    for (IncidentKind kind : IncidentKind.values()) {
      // Such a host has no score; its alert does not depend on thresholds.
      if (kind == IncidentKind.VANISH) {
        continue;
      }
      for (SimulatedHost host : fleet.hosts()) {
        for (int hour : HOURS) {
          // Not at the same second of each minute.
          Duration time = Duration.ofHours(hour).plusSeconds(7L * number++ % 60);
          Instant onset = BOOT.plus(Duration.ofDays(8)).plus(time);
          report.addIncident(kind, incident(trained, host, kind, onset));
        }
      }
    }
  }

  /** Returns the alerts that begin to fire, by the time since the onset. */
  private List<Firing> incident(
      TrainedDetector trained, SimulatedHost host, IncidentKind kind, Instant onset) {
    long step = SimulatedService.CONFIG.timing().step().toSeconds();
    Instant start =
        Instant.ofEpochSecond(Math.floorDiv(onset.minus(LEAD).getEpochSecond(), step) * step);
    SimulatedHost sick =
        new SimulatedHost(host.profile(), start.minus(Duration.ofHours(1)))
            .with(Incident.of(kind, host.name(), onset));
    RecordedScrapes scrapes = new RecordedScrapes(start);
    try (SimulatedService service = new SimulatedService()) {
      service.serve(trained, START);
      service.run(List.of(sick), start, LEAD.plus(OBSERVED), scrapes);
    }
    Duration untilOnset = Duration.between(start, onset);
    return rules.firings(scrapes).stream()
        .map(
            it ->
                new Firing(
                    it.labels(), it.after().plus(SimulatedService.INTERVAL).minus(untilOnset)))
        .filter(it -> !it.after().isNegative())
        .toList();
  }
}
