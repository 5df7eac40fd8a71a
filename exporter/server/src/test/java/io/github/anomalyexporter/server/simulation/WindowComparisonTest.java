package io.github.anomalyexporter.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.comparison.Comparison;
import io.github.anomalyexporter.core.comparison.InstanceChange;
import io.github.anomalyexporter.core.comparison.Side;
import io.github.anomalyexporter.core.comparison.ValueChange;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Half an hour with an incident on one of the five hosts, compared with the two hours before it, at
 * several hours of a day. The other hosts do what hosts do.
 */
class WindowComparisonTest {
  private static final List<Integer> HOURS = List.of(2, 8, 14, 20);
  private static final Instant DAY = Simulation.BOOT.plus(Duration.ofDays(4));
  private static final Duration STEP = Simulation.FEATURES.step();
  private static final Duration LENGTH = Duration.ofMinutes(30);

  /** The window begins a little before the incident. */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private static Comparison compare(Collection<SimulatedHost> hosts, Instant start) {
    int window = (int) LENGTH.dividedBy(STEP);
    Instant end = start.plus(LENGTH);
    Frame rows =
        Simulation.FRAMES.history(hosts, end.minus(STEP.multipliedBy(5L * window - 1)), end);
    int first = rows.rows() - window;
    return Comparison.of(
        Simulation.FEATURES,
        rows.part(rows.instances(), first, rows.rows()),
        rows.part(rows.instances(), first - 4 * window, first));
  }

  private static Comparison compare(IncidentKind kind, SimulatedHost host, Instant onset) {
    List<SimulatedHost> hosts =
        Simulation.FLEET.hosts().stream()
            .map(it -> it.equals(host) ? it.with(Incident.of(kind, it.name(), onset)) : it)
            .toList();
    return compare(hosts, onset.minus(BEFORE));
  }

  /** One incident on each host at each hour. */
  private record Found(SimulatedHost host, Instant onset, Comparison comparison) {
    static List<Found> of(IncidentKind kind) {
      List<Found> all = new ArrayList<>();
      for (SimulatedHost host : Simulation.FLEET.hosts()) {
        for (int hour : HOURS) {
          Instant onset = DAY.plus(Duration.ofHours(hour));
          all.add(new Found(host, onset, compare(kind, host, onset)));
        }
      }
      return all;
    }

    int rank() {
      return comparison.instances().stream()
          .map(InstanceChange::instance)
          .toList()
          .indexOf(SimulatedFrames.identity(host));
    }

    InstanceChange change() {
      return comparison.instances().get(rank());
    }

    boolean namesRightFeature(IncidentKind kind) {
      return change().values().stream()
          .limit(3)
          .anyMatch(value -> kind.isLedBy(value.feature().name()));
    }

    boolean isNearOnset() {
      return change()
          .onset()
          .filter(it -> Duration.between(onset, it).abs().compareTo(Duration.ofMinutes(5)) <= 0)
          .isPresent();
    }
  }

  /** At one of the hours another host has a burst of its own, which is a change as well. */
  @ParameterizedTest
  @EnumSource
  void the_host_of_an_incident_is_ranked_first_with_a_right_feature_and_the_onset(
      IncidentKind kind) {
    List<Found> all = Found.of(kind);
    long first = all.stream().filter(it -> it.rank() == 0).count();
    long onsets = all.stream().filter(Found::isNearOnset).count();
    System.out.printf(
        Locale.ROOT,
        "%-18s first: %d of %d, with the onset: %d, least change %.1f%n",
        kind.kebabName(),
        first,
        all.size(),
        onsets,
        all.stream().mapToDouble(it -> it.change().change()).min().orElseThrow());

    assertThat(all).extracting(Found::rank).allMatch(rank -> rank <= 2);
    assertThat(first).isGreaterThanOrEqualTo(all.size() * 3L / 4);
    assertThat(onsets).isGreaterThanOrEqualTo(all.size() * 9L / 10);
    if (kind == IncidentKind.VANISH) {
      assertThat(all)
          .flatExtracting(it -> it.change().values())
          .extracting(ValueChange::missingIn)
          .containsOnly(Side.WINDOW);
    } else {
      assertThat(all).allMatch(it -> it.namesRightFeature(kind));
    }
  }

  @Test
  void few_features_change_in_quiet_hours() {
    List<ValueChange> values = new ArrayList<>();
    int instances = 0;
    int changed = 0;
    for (int hour = 0; hour < 24; hour++) {
      Comparison quiet = compare(Simulation.FLEET.hosts(), DAY.plus(Duration.ofHours(hour)));
      instances += quiet.instances().size();
      changed += quiet.changed();
      quiet.instances().forEach(it -> values.addAll(it.values()));
    }
    long above = values.stream().filter(ValueChange::isChanged).count();
    System.out.printf(
        Locale.ROOT,
        "quiet: %d of %d features and %d of %d hosts have changed%n",
        above,
        values.size(),
        changed,
        instances);

    assertThat(values).noneMatch(value -> value.missingIn() != null);
    assertThat(above).isLessThan(values.size() / 50);
    assertThat(changed).isLessThan(instances / 6);
  }
}
