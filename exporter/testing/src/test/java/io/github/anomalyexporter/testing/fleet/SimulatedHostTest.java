package io.github.anomalyexporter.testing.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedHostTest {
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:07Z");
  private static final Instant ONSET = BOOT.plus(Duration.ofHours(5)).plusSeconds(4);

  @Test
  void values_do_not_depend_on_who_asks_or_in_what_order() {
    SimulatedHost forward = host();
    SimulatedHost shuffled = host();
    List<Instant> times =
        new ArrayList<>(
            IntStream.range(0, 500).mapToObj(i -> BOOT.plusMillis(i * 37_123L)).toList());
    List<double[]> expected = times.stream().map(time -> values(forward, time)).toList();
    List<Integer> order = new ArrayList<>(IntStream.range(0, 500).boxed().toList());
    Collections.shuffle(order, new Random(1));
    for (int i : order) {
      assertThat(values(shuffled, times.get(i))).isEqualTo(expected.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource(IncidentKind.class)
  void counters_never_fall_in_any_incident(IncidentKind kind) {
    SimulatedHost host =
        host().with(Incident.of(kind, "web-1", ONSET).until(ONSET.plusSeconds(3600)));
    Reading before = host.at(ONSET.minusSeconds(600));
    for (int i = 1; i < 1_200; i++) {
      Reading reading = host.at(ONSET.minusSeconds(600).plusMillis(i * 4_337L));
      for (Quantity quantity : Quantity.values()) {
        if (quantity.kind() == Quantity.Kind.COUNTER) {
          assertThat(reading.get(quantity))
              .as("%s", quantity)
              .isGreaterThanOrEqualTo(before.get(quantity));
        }
      }
      before = reading;
    }
  }

  @ParameterizedTest
  @EnumSource(IncidentKind.class)
  void an_incident_changes_nothing_that_was_before_it(IncidentKind kind) {
    SimulatedHost calm = host();
    SimulatedHost struck = host().with(Incident.of(kind, "web-1", ONSET));
    for (int seconds = 0; seconds < 600; seconds += 7) {
      Instant time = ONSET.minusSeconds(seconds);
      assertThat(values(struck, time)).isEqualTo(values(calm, time));
    }
  }

  @Test
  void gauges_are_normal_again_when_an_incident_is_over() {
    Instant end = ONSET.plusSeconds(1800);
    SimulatedHost struck =
        host().with(Incident.of(IncidentKind.MEMORY_LEAK, "web-1", ONSET).until(end));
    Instant later = end.plusSeconds(60);
    assertThat(struck.at(later).get(Quantity.MEMORY_USED_BYTES))
        .isEqualTo(host().at(later).get(Quantity.MEMORY_USED_BYTES));
    assertThat(struck.at(end.minusSeconds(60)).get(Quantity.MEMORY_USED_BYTES))
        .isGreaterThan(1.2 * host().at(end).get(Quantity.MEMORY_USED_BYTES));
  }

  @Test
  void a_host_that_works_by_another_clock_is_the_same_at_any_hour() {
    SimulatedHost night = host();
    SimulatedHost noon =
        new SimulatedHost(HostProfile.of("web-1", 1), BOOT.plus(Duration.ofHours(12)));
    SimulatedHost noonByNight = noon.ahead(Duration.ofHours(-12));
    Duration uptime = Duration.ofHours(6);
    Incident late =
        Incident.of(IncidentKind.MEMORY_LEAK, "web-1", noon.boot().plus(uptime).minusSeconds(600));
    Incident early =
        Incident.of(IncidentKind.MEMORY_LEAK, "web-1", BOOT.plus(uptime).minusSeconds(600));

    Instant time = noon.boot().plus(uptime);
    assertThat(values(noon, time)).isNotEqualTo(values(night, BOOT.plus(uptime)));
    assertThat(values(noonByNight, time)).isEqualTo(values(night, BOOT.plus(uptime)));
    assertThat(values(noonByNight.with(late), time))
        .isEqualTo(values(night.with(early), BOOT.plus(uptime)));
  }

  @Test
  void a_counter_grows_evenly_within_a_cell() {
    SimulatedHost host = host();
    double start = host.at(BOOT.plusSeconds(30)).get(Quantity.RECEIVED_BYTES);
    double middle = host.at(BOOT.plusMillis(37_500)).get(Quantity.RECEIVED_BYTES);
    double end = host.at(BOOT.plusSeconds(45)).get(Quantity.RECEIVED_BYTES);
    assertThat(middle - start).isPositive().isCloseTo(end - middle, within(1e-6));
  }

  @Test
  void there_is_nothing_before_the_boot() {
    assertThat(host().answersAt(BOOT.minusMillis(1))).isFalse();
    assertThat(host().answersAt(BOOT)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> host().at(BOOT.minusMillis(1)))
        .withMessage("web-1 boots at 2026-03-02T00:00:07Z, asked for 2026-03-02T00:00:06.999Z");
  }

  @Test
  void an_incident_of_another_host_is_refused() {
    Incident other = Incident.of(IncidentKind.VANISH, "web-2", ONSET);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> host().with(other))
        .withMessage("an incident on web-2 was given to host web-1");
  }

  private static SimulatedHost host() {
    return new SimulatedHost(HostProfile.of("web-1", 1), BOOT);
  }

  private static double[] values(SimulatedHost host, Instant time) {
    Reading reading = host.at(time);
    double[] values = new double[Quantity.values().length];
    for (Quantity quantity : Quantity.values()) {
      values[quantity.index()] = reading.get(quantity);
    }
    return values;
  }
}
