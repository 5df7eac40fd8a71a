package io.github.anomalyexporter.testing.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.workload.HostProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What each incident does to the features, on every default host. */
class IncidentFeaturesTest {
  static final List<String> HOSTS = SimulatedFleet.DEFAULT_HOSTS;
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant ONSET = BOOT.plus(Duration.ofHours(50));

  @ParameterizedTest
  @FieldSource("HOSTS")
  void a_cpu_hog_takes_the_cpus(String name) {
    SimulatedHost host = struck(name, IncidentKind.CPU_HOG);
    assertThat(after(host, "cpu_user")).isCloseTo(0.961, within(0.001));
    assertThat(after(host, "cpu_used")).isBetween(0.96, 1.0);
    assertRisesAboveNormal(host, "load_per_core", "processes_running", "pressure_cpu");
    assertStaysNormal(host, "network_received", "disk_read", "memory_used");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void a_memory_leak_takes_2_percent_a_minute_and_swaps_in_the_end(String name) {
    SimulatedHost host = struck(name, IncidentKind.MEMORY_LEAK);
    SimulatedHost calm = calm(name);
    assertThat(at(host, 10, "memory_used") - at(calm, 10, "memory_used"))
        .isCloseTo(0.2, within(0.004));
    assertThat(at(host, 10, "swap_out")).isZero();
    assertThat(at(host, 42, "memory_used")).isCloseTo(0.98, within(0.001));
    assertThat(at(host, 42, "swap_in")).isPositive();
    assertRisesAboveNormal(
        host, "memory_used", "memory_active", "major_page_faults", "pressure_memory");
    assertStaysNormal(host, "network_received", "cpu_used");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void a_saturated_disk_is_always_busy_and_slow(String name) {
    SimulatedHost host = struck(name, IncidentKind.DISK_SATURATION);
    assertThat(after(host, "disk_busy")).isCloseTo(0.995, within(0.001));
    assertThat(after(host, "disk_latency")).isBetween(0.04, 0.08);
    assertRisesAboveNormal(host, "cpu_iowait", "processes_blocked", "pressure_io");
    assertStaysNormal(host, "network_received", "cpu_user", "memory_used");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void a_network_flood_receives_ten_times_the_normal_peak(String name) {
    SimulatedHost host = struck(name, IncidentKind.NETWORK_FLOOD);
    assertThat(after(host, "network_received"))
        .isGreaterThan(9 * Arrays.stream(history(name, "network_received")).max().orElseThrow());
    assertStaysNormal(host, "network_transmitted", "disk_read", "memory_used");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void a_correlation_break_is_a_combination_that_never_was(String name) {
    SimulatedHost host = struck(name, IncidentKind.CORRELATION_BREAK);
    double[] cpu = history(name, "cpu_user");
    double[] network = history(name, "network_received");
    double mostCpuPerByte = 0;
    for (int i = 0; i < cpu.length; i++) {
      mostCpuPerByte = Math.max(mostCpuPerByte, cpu[i] / network[i]);
    }
    assertThat(after(host, "cpu_user") / after(host, "network_received"))
        .isGreaterThan(2 * mostCpuPerByte);
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void in_a_flatline_nothing_moves(String name) {
    SimulatedHost host = struck(name, IncidentKind.FLATLINE);
    for (String rate :
        List.of("network_received", "disk_read", "context_switches", "pressure_cpu")) {
      assertThat(after(host, rate)).as(rate).isZero();
    }
    assertThat(after(host, "cpu_user")).as("a share of no time").isNaN();
    for (String gauge : List.of("memory_used", "load_per_core", "filesystem_used")) {
      assertThat(at(host, 40, gauge)).as(gauge).isEqualTo(at(host, 5, gauge));
    }
  }

  private static void assertRisesAboveNormal(SimulatedHost host, String... features) {
    for (String feature : features) {
      double most = Arrays.stream(history(host.name(), feature)).max().orElseThrow();
      assertThat(after(host, feature)).as(feature).isGreaterThan(1.05 * most);
    }
  }

  private static void assertStaysNormal(SimulatedHost host, String... features) {
    for (String feature : features) {
      assertThat(after(host, feature)).as(feature).isEqualTo(after(calm(host.name()), feature));
    }
  }

  private static SimulatedHost calm(String name) {
    return new SimulatedHost(HostProfile.of(name, 1), BOOT);
  }

  private static SimulatedHost struck(String name, IncidentKind kind) {
    return calm(name).with(Incident.of(kind, name, ONSET));
  }

  private static double[] history(String name, String feature) {
    return values(calm(name), feature, BOOT.plusSeconds(300), ONSET);
  }

  /** The feature when the incident has lasted for 45 minutes. */
  private static double after(SimulatedHost host, String feature) {
    return at(host, 45, feature);
  }

  private static double at(SimulatedHost host, int minutes, String feature) {
    Instant time = ONSET.plus(Duration.ofMinutes(minutes));
    return values(host, feature, time, time)[0];
  }

  private static double[] values(SimulatedHost host, String feature, Instant start, Instant end) {
    return SimulatedFeatures.of(
        host, List.of(feature), start, end, Duration.ofMinutes(1), Duration.ofMinutes(2))[0];
  }
}
