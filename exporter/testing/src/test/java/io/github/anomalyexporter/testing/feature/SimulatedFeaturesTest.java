package io.github.anomalyexporter.testing.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.workload.HostProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SimulatedFeaturesTest {
  static final List<String> HOSTS = SimulatedFleet.DEFAULT_HOSTS;
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Duration RATE_WINDOW = Duration.ofMinutes(2);
  private static final Instant DAY_1 = BOOT.plus(Duration.ofHours(1));
  private static final Instant DAY_3 = BOOT.plus(Duration.ofHours(73));

  @Test
  void the_features_are_those_of_the_preset() {
    assertThat(SimulatedFeatures.names())
        .containsExactlyInAnyOrder(
            "cpu_used",
            "cpu_user",
            "cpu_system",
            "cpu_iowait",
            "cpu_steal",
            "load_per_core",
            "memory_used",
            "memory_active",
            "swap_in",
            "swap_out",
            "major_page_faults",
            "disk_read",
            "disk_written",
            "disk_busy",
            "disk_latency",
            "filesystem_used",
            "network_received",
            "network_transmitted",
            "network_errors",
            "context_switches",
            "processes_running",
            "processes_blocked",
            "tcp_retransmits",
            "pressure_cpu",
            "pressure_memory",
            "pressure_io");
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void in_normal_operation_the_metrics_move_together(String name) {
    double[][] values =
        of(
            host(name),
            List.of(
                "cpu_used",
                "network_received",
                "disk_written",
                "memory_used",
                "context_switches",
                "load_per_core"));
    for (int feature = 1; feature < values.length; feature++) {
      assertThat(correlation(values[0], values[feature]))
          .as("feature %d", feature)
          .isGreaterThan(0.98);
    }
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void the_day_has_a_wide_range(String name) {
    double[][] values = of(host(name), List.of("cpu_used", "network_received"));
    for (double[] feature : values) {
      double[] sorted = feature.clone();
      Arrays.sort(sorted);
      assertThat(sorted[sorted.length * 95 / 100])
          .isGreaterThan(2.5 * sorted[sorted.length * 5 / 100]);
    }
  }

  @ParameterizedTest
  @FieldSource("HOSTS")
  void shares_stay_between_0_and_1(String name) {
    List<String> shares =
        List.of(
            "cpu_used",
            "cpu_user",
            "memory_used",
            "memory_active",
            "disk_busy",
            "filesystem_used",
            "pressure_cpu",
            "pressure_io");
    for (double[] feature : of(host(name), shares)) {
      assertThat(Arrays.stream(feature).min().orElseThrow()).isPositive();
      assertThat(Arrays.stream(feature).max().orElseThrow()).isLessThan(0.95);
    }
  }

  @Test
  void a_host_that_does_not_answer_has_no_values() {
    Instant onset = DAY_1.plusSeconds(120);
    SimulatedHost host = host("web-1").with(Incident.of(IncidentKind.VANISH, "web-1", onset));
    double[] values =
        SimulatedFeatures.of(
            host, List.of("cpu_used"), DAY_1, DAY_1.plusSeconds(180), STEP, RATE_WINDOW)[0];
    assertThat(values).hasSize(4);
    assertThat(values[1]).isBetween(0.0, 1.0);
    assertThat(values[2]).isNaN();
    assertThat(values[3]).isNaN();
    assertThat(SimulatedFeatures.labels(host, DAY_1, DAY_1.plusSeconds(180), STEP))
        .containsExactly(false, false, true, true);
  }

  @Test
  void there_is_no_rate_before_a_whole_window_has_passed() {
    double[] values =
        SimulatedFeatures.of(
            host("web-1"), List.of("cpu_used"), BOOT, BOOT.plusSeconds(120), STEP, RATE_WINDOW)[0];
    assertThat(values[0]).isNaN();
    assertThat(values[1]).isNaN();
    assertThat(values[2]).isBetween(0.0, 1.0);
  }

  @Test
  void bad_arguments_are_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(host("web-1"), List.of("cpu")))
        .withMessageStartingWith("unknown feature \"cpu\", known are cpu_used, cpu_user");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimulatedFeatures.labels(host("web-1"), DAY_3, DAY_1, STEP))
        .withMessageStartingWith("the end 2026-03-02T01:00:00Z is before the start");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimulatedFeatures.labels(host("web-1"), DAY_1, DAY_3, Duration.ZERO))
        .withMessage("the step must be positive, not PT0S");
  }

  private static SimulatedHost host(String name) {
    return new SimulatedHost(HostProfile.of(name, 1), BOOT);
  }

  private static double[][] of(SimulatedHost host, List<String> names) {
    return SimulatedFeatures.of(host, names, DAY_1, DAY_3, STEP, RATE_WINDOW);
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squareA += (a[i] - meanA) * (a[i] - meanA);
      squareB += (b[i] - meanB) * (b[i] - meanB);
    }
    return product / Math.sqrt(squareA * squareB);
  }
}
