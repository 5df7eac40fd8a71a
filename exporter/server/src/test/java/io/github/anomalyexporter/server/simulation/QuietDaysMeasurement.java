package io.github.anomalyexporter.server.simulation;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.server.simulation.RuleEngine.Firing;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * How often the shipped rules cry wolf on quiet days, and how soon they tell of incidents, in
 * simulated time; and the same of other rules, to choose by. No test, for what it finds is a number
 * and not right or wrong: {@code make measure-quiet} runs it.
 */
class QuietDaysMeasurement {
  private static final int DAYS = 10;
  private static final List<Integer> HOURS = List.of(2, 8, 14, 20);

  /** Before the onset, so that the rules know the instance. */
  private static final Duration LEAD = Duration.ofMinutes(10);

  /** Whoever has not been told by then has missed it. */
  private static final Duration OBSERVED = Duration.ofMinutes(30);

  private static final Instant START =
      Simulation.BOOT.plus(Duration.ofHours(1)).plus(Simulation.CONFIG.history().length());

  private final Path workspace = directory("workspace.directory");
  private final RuleEngine rules =
      new RuleEngine(
          directory("tools.directory").resolve("prometheus-3").resolve("promtool"),
          List.of(
              directory("rules.directory").resolve("anomaly-exporter.rules.yml"),
              directory("rules.directory").resolve("anomaly-exporter.alerts.yml"),
              Path.of("src/test/resources/simulation/alternatives.yml")),
          workspace);

  private static Path directory(String property) {
    return Path.of(
        Objects.requireNonNull(System.getProperty(property), () -> "not set: -D" + property));
  }

  @Test
  void measure() throws IOException {
    NotificationReport report = new NotificationReport(DAYS * SimulatedFleet.DEFAULT_HOSTS.size());
    for (long seed : LongStream.rangeClosed(1, Long.getLong("fleets", 3)).toArray()) {
      SimulatedFleet fleet = SimulatedFleet.of(SimulatedFleet.DEFAULT_HOSTS, Simulation.BOOT, seed);
      report.addQuietDays(quietDays(fleet));
      incidents(fleet, report);
      System.out.printf("fleet %d is done%n", seed);
    }
    String text = report.toMarkdown();
    System.out.println(text);
    Files.createDirectories(workspace);
    Files.writeString(workspace.resolve("quiet-days.md"), text);
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

  /** One at a time, each on a host that has been quiet and with the models of the first day. */
  private void incidents(SimulatedFleet fleet, NotificationReport report) {
    TrainedDetector trained = SimulatedService.train(fleet.hosts(), START);
    int number = 0;
    for (IncidentKind kind : IncidentKind.values()) {
      // Leaves nothing to score: what becomes of it is not a matter of thresholds.
      if (kind == IncidentKind.VANISH) {
        continue;
      }
      for (SimulatedHost host : fleet.hosts()) {
        for (int hour : HOURS) {
          // Not at the same second of each minute.
          Duration time = Duration.ofHours(hour).plusSeconds(7L * number++ % 60);
          Instant onset = Simulation.BOOT.plus(Duration.ofDays(8)).plus(time);
          report.addIncident(kind, incident(trained, host, kind, onset));
        }
      }
    }
  }

  /** The alerts that begin to fire, by the time since the onset. */
  private List<Firing> incident(
      TrainedDetector trained, SimulatedHost host, IncidentKind kind, Instant onset) {
    long step = Simulation.FEATURES.step().toSeconds();
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
