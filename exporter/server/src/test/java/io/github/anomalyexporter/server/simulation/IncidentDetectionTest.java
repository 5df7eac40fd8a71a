package io.github.anomalyexporter.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * How soon and how well each kind of incident is seen, on several hosts at several hours. A host
 * that vanishes has no row to score; the score board knows it by its state.
 */
class IncidentDetectionTest {
  private static final List<Integer> HOURS = List.of(2, 8, 14, 20);
  private static final Instant DAY = Simulation.BOOT.plus(Duration.ofDays(4));

  /** The first row whose whole rate window lies in the incident. */
  private static final Duration SUDDEN = Duration.ofMinutes(1);

  /** A leak takes 2 % of the memory a minute: after these it has taken a fifth. */
  private static final Duration LEAK = Duration.ofMinutes(10);

  /** An incident that somebody has dealt with. */
  private static final Duration SHORT = Duration.ofMinutes(10);

  /**
   * Rates and means of the last minutes take five of them, the bound of the surprise the rest.
   * Within what a fleet's alert waits for the last of its hosts.
   */
  private static final Duration ENDED = Duration.ofMinutes(16);

  /** Share of incidents that the fleet's model must see on hosts it has never seen. */
  private static final double SEEN_BY_THE_FLEET = 0.75;

  private static Detector detector;

  @BeforeAll
  static void open() {
    detector = Simulation.open(Simulation.trained());
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "VANISH")
  void a_host_with_a_model_of_its_own_shows_an_incident_in_time_and_names_a_right_feature(
      IncidentKind kind) {
    Duration bound = kind == IncidentKind.MEMORY_LEAK ? LEAK : SUDDEN;
    List<Sighting> sightings = sightings(kind, Simulation.FLEET.hosts());
    print(kind, "own models", sightings);

    assertThat(sightings)
        .isNotEmpty()
        .allSatisfy(
            sighting -> {
              assertThat(sighting.delay()).isLessThanOrEqualTo(bound);
              assertThat(sighting.greatestScore()).isGreaterThan(2);
            });
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "VANISH")
  void the_fleets_model_sees_most_incidents_on_hosts_that_training_never_saw(IncidentKind kind) {
    List<Sighting> sightings = sightings(kind, Simulation.unseenHosts());
    print(kind, "the fleet's model", sightings);

    assertThat(sightings.stream().filter(sighting -> sighting.greatestScore() > 1).count())
        .isGreaterThanOrEqualTo((long) (SEEN_BY_THE_FLEET * sightings.size()));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "VANISH")
  void an_anomaly_ends_soon_after_its_incident(IncidentKind kind) {
    List<Duration> ends = new ArrayList<>();
    for (SimulatedHost host : Simulation.FLEET.hosts()) {
      for (int hour : HOURS) {
        ends.add(end(kind, host, DAY.plus(Duration.ofHours(hour))));
      }
    }
    Collections.sort(ends);
    System.out.printf(
        "%-18s the last row above 1 after the end: median %d min, latest %d min%n",
        kind.kebabName(),
        ends.get(ends.size() / 2).toMinutes(),
        ends.get(ends.size() - 1).toMinutes());

    assertThat(ends.get(ends.size() - 1)).isLessThanOrEqualTo(ENDED);
  }

  /** From the end of an incident to the last row above 1 of the hour after it. */
  private static Duration end(IncidentKind kind, SimulatedHost host, Instant onset) {
    Instant end = onset.plus(SHORT);
    Frame frame =
        Simulation.FRAMES.scored(
            List.of(host.with(Incident.of(kind, host.name(), onset).until(end))),
            end,
            end.plus(Duration.ofHours(1)));
    return Simulation.replay(detector, frame).stream()
        .filter(row -> row.score(0) > 1)
        .map(row -> Duration.between(end, row.time(0)))
        .reduce(Duration.ZERO, (earlier, later) -> later);
  }

  /**
   * One incident as the detector saw it.
   *
   * @param delay from the onset to the first row above 1 that has a right feature among its worst
   *     three; longer than the observation where there is none
   */
  private record Sighting(Duration delay, double greatestScore) {}

  private static Duration observed(IncidentKind kind) {
    return Duration.ofMinutes(kind == IncidentKind.MEMORY_LEAK ? 30 : 5);
  }

  private static List<Sighting> sightings(IncidentKind kind, Collection<SimulatedHost> hosts) {
    List<Sighting> sightings = new ArrayList<>();
    for (SimulatedHost host : hosts) {
      for (int hour : HOURS) {
        Instant onset = DAY.plus(Duration.ofHours(hour));
        sightings.add(sighting(kind, host.with(Incident.of(kind, host.name(), onset)), onset));
      }
    }
    return sightings;
  }

  private static Sighting sighting(IncidentKind kind, SimulatedHost host, Instant onset) {
    Instant first = onset.plus(Simulation.FEATURES.step());
    Frame frame = Simulation.FRAMES.scored(List.of(host), first, onset.plus(observed(kind)));
    Duration delay = observed(kind).plus(Simulation.FEATURES.step());
    double greatestScore = 0;
    for (Scores row : Simulation.replay(detector, frame)) {
      Duration after = Duration.between(onset, row.time(0));
      if (row.score(0) > 1
          && after.compareTo(delay) < 0
          && Simulation.worst(row, 0, 3).stream().anyMatch(kind::isLedBy)) {
        delay = after;
      }
      greatestScore = Math.max(greatestScore, row.score(0));
    }
    return new Sighting(delay, greatestScore);
  }

  private static void print(IncidentKind kind, String model, List<Sighting> sightings) {
    List<Duration> delays = sightings.stream().map(Sighting::delay).sorted().toList();
    List<Double> scores = sightings.stream().map(Sighting::greatestScore).sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%-18s %-18s above 1: %d of %d, with a right feature: %d;"
            + " delay median %d min, longest %d min; score median %.1f, least %.1f%n",
        kind.kebabName(),
        model,
        scores.stream().filter(score -> score > 1).count(),
        sightings.size(),
        delays.stream().filter(delay -> delay.compareTo(observed(kind)) <= 0).count(),
        delays.get(delays.size() / 2).toMinutes(),
        delays.get(delays.size() - 1).toMinutes(),
        scores.get(scores.size() / 2),
        scores.get(0));
  }
}
