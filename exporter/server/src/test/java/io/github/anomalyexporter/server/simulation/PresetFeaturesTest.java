package io.github.anomalyexporter.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.testing.feature.SimulatedFeatures;
import io.github.anomalyexporter.testing.fleet.Reading;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The simulated features are those that the preset defines. */
class PresetFeaturesTest {
  private static final Instant TIME = Simulation.BOOT.plus(Duration.ofHours(14));
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final SimulatedHost HOST = Simulation.FLEET.host("db-1");

  @Test
  void they_are_all_the_preset_has_but_those_of_another_exporter() {
    List<String> preset = new ArrayList<>(Simulation.FEATURES.queriedNames());
    preset.remove("postgresql_connections");

    assertThat(SimulatedFeatures.names()).containsExactlyInAnyOrderElementsOf(preset);
  }

  @Test
  void cpu_time_is_a_share_of_what_all_modes_rose_by() {
    double all = HOST.profile().cores() * rise(Quantity.CPU_ELAPSED);
    double user = rise(Quantity.CPU_USER) + rise(Quantity.CPU_NICE);
    double system = rise(Quantity.CPU_SYSTEM) + rise(Quantity.CPU_SOFTIRQ);

    assertThat(feature(HOST, "cpu_user")).isCloseTo(user / all, within(1e-9));
    assertThat(feature(HOST, "cpu_system")).isCloseTo(system / all, within(1e-9));
    assertThat(feature(HOST, "cpu_used")).isCloseTo((user + system) / all, within(1e-9));
    assertThat(feature(HOST, "cpu_steal")).isCloseTo(rise(Quantity.CPU_STEAL) / all, within(1e-9));
  }

  @Test
  void cpu_time_that_does_not_pass_has_no_shares() {
    SimulatedHost frozen =
        HOST.with(Incident.of(IncidentKind.FLATLINE, HOST.name(), TIME.minusSeconds(300)));

    assertThat(feature(frozen, "cpu_used")).isNaN();
    assertThat(feature(frozen, "cpu_iowait")).isNaN();
    assertThat(feature(frozen, "context_switches")).isZero();
  }

  @Test
  void retransmits_are_per_segment_sent() {
    assertThat(feature(HOST, "tcp_retransmits"))
        .isCloseTo(
            rise(Quantity.TCP_RETRANSMITTED_SEGMENTS) / rise(Quantity.TCP_OUT_SEGMENTS),
            within(1e-9));
  }

  @Test
  void processes_are_averaged_over_the_scrapes_of_the_window() {
    double sum = 0;
    for (int scrape = 0; scrape < 4; scrape++) {
      Reading reading = HOST.at(TIME.minusSeconds(15L * scrape));
      sum += reading.runningProcesses();
    }

    assertThat(feature(HOST, "processes_running")).isCloseTo(sum / 4, within(1e-9));
  }

  private static double rise(Quantity quantity) {
    return HOST.at(TIME).get(quantity) - HOST.at(TIME.minus(WINDOW)).get(quantity);
  }

  private static double feature(SimulatedHost host, String name) {
    return SimulatedFeatures.of(host, List.of(name), TIME, TIME, WINDOW, WINDOW)[0][0];
  }
}
