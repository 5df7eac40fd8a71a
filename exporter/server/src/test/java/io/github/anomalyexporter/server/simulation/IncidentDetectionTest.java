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
 * Delay and score of each kind of incident, on several hosts at several hours. A host that vanishes
 * has no row to score: the score board has its state.
 */
class IncidentDetectionTest {
  private static final List<Integer> HOURS = List.of(2, 8, 14, 20);
  private static final Instant DAY = Simulation.BOOT.plus(Duration.ofDays(4));

  /** The first row whose whole rate window lies in the incident. */
  private static final Duration SUDDEN = Duration.ofMinutes(1);

  /** A leak takes 2 % of the memory a minute: after these it has taken a fifth. */
  private static final Duration LEAK = Duration.ofMinutes(10);

  /** An incident that ends before the detector could adapt to it. */
  private static final Duration SHORT = Duration.ofMinutes(10);

  /**
   * Rates and means take five minutes, the limit of the innovation residual the rest. It is less
   * than the time for which the fleet alert waits for the last of its hosts.
   */
  private static final Duration ENDED = Duration.ofMinutes(16);

  /** Just above the median of each kind. */
  private static final Duration USUALLY_ENDED = Duration.ofMinutes(9);

  /** Share of incidents on hosts without a model that the fleet model must detect. */
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
  void an_own_model_detects_an_incident_in_time_and_names_a_right_feature(IncidentKind kind) {
    Duration bound = kind == IncidentKind.MEMORY_LEAK ? LEAK : SUDDEN;
    List<Detection> detections = detections(kind, Simulation.FLEET.hosts());
    print(kind, "own models", detections);

    assertThat(detections)
        .isNotEmpty()
        .allSatisfy(
            detection -> {
              assertThat(detection.delay()).isLessThanOrEqualTo(bound);
              assertThat(detection.highestScore()).isGreaterThan(2);
            });
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "VANISH")
  void the_fleet_model_detects_most_incidents_on_hosts_without_a_model(IncidentKind kind) {
    List<Detection> detections = detections(kind, Simulation.unseenHosts());
    print(kind, "fleet model", detections);

    assertThat(detections.stream().filter(detection -> detection.highestScore() > 1).count())
        .isGreaterThanOrEqualTo((long) (SEEN_BY_THE_FLEET * detections.size()));
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
    assertThat(ends.get(ends.size() / 2)).isLessThanOrEqualTo(USUALLY_ENDED);
  }

  /** From the end of an incident to the last row above 1 of the hour after it. */
  private static Duration end(IncidentKind kind, SimulatedHost host, Instant onset) {
    Instant end = onset.plus(SHORT);
    Frame frame =
        Simulation.FRAMES.scored(
            List.of(host.with(Incident.of(kind, host.name(), onset).until(end))),
            end,
            end.plus(Duration.ofHours(1)));
    Scores rows = Simulation.replay(detector, frame).get(0);
    int last = rows.alarms().length() - 1;
    return last < 0 ? Duration.ZERO : Duration.between(end, rows.time(last));
  }

  /**
   * The detection of one incident.
   *
   * @param delay from the onset to the first row above 1 that has a right feature among its worst
   *     three; longer than the observation where there is none
   */
  private record Detection(Duration delay, double highestScore) {}

  private static Duration observed(IncidentKind kind) {
    return Duration.ofMinutes(kind == IncidentKind.MEMORY_LEAK ? 30 : 5);
  }

  private static List<Detection> detections(IncidentKind kind, Collection<SimulatedHost> hosts) {
    List<Detection> detections = new ArrayList<>();
    for (SimulatedHost host : hosts) {
      for (int hour : HOURS) {
        Instant onset = DAY.plus(Duration.ofHours(hour));
        detections.add(detection(kind, host.with(Incident.of(kind, host.name(), onset)), onset));
      }
    }
    return detections;
  }

  private static Detection detection(IncidentKind kind, SimulatedHost host, Instant onset) {
    Instant first = onset.plus(Simulation.FEATURES.step());
    Frame frame = Simulation.FRAMES.scored(List.of(host), first, onset.plus(observed(kind)));
    Duration delay = observed(kind).plus(Simulation.FEATURES.step());
    double highestScore = 0;
    Scores rows = Simulation.replay(detector, frame).get(0);
    for (int row = 0; row < rows.rows(); row++) {
      Duration after = Duration.between(onset, rows.time(row));
      if (rows.score(row) > 1
          && after.compareTo(delay) < 0
          && Simulation.worst(rows, row, 3).stream().anyMatch(kind::isLedBy)) {
        delay = after;
      }
      // Unknown once the fleet's model no longer fits.
      highestScore = rows.score(row) > highestScore ? rows.score(row) : highestScore;
    }
    return new Detection(delay, highestScore);
  }

  private static void print(IncidentKind kind, String model, List<Detection> detections) {
    List<Duration> delays = detections.stream().map(Detection::delay).sorted().toList();
    List<Double> scores = detections.stream().map(Detection::highestScore).sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%-18s %-18s above 1: %d of %d, with a right feature: %d;"
            + " delay median %d min, longest %d min; score median %.1f, least %.1f%n",
        kind.kebabName(),
        model,
        scores.stream().filter(score -> score > 1).count(),
        detections.size(),
        delays.stream().filter(delay -> delay.compareTo(observed(kind)) <= 0).count(),
        delays.get(delays.size() / 2).toMinutes(),
        delays.get(delays.size() - 1).toMinutes(),
        scores.get(scores.size() / 2),
        scores.get(0));
  }
}
