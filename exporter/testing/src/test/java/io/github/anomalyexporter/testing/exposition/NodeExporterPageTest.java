package io.github.anomalyexporter.testing.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.testing.feature.SimulatedFeatures;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeExporterPageTest {
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant NOON = BOOT.plus(Duration.ofHours(12)).plusMillis(345);

  @Test
  void the_page_has_the_real_names_types_and_labels() {
    TextPage page = page(host(), NOON);
    assertThat(page.types)
        .hasSize(45)
        .containsEntry("node_cpu_seconds_total", "counter")
        .containsEntry("node_memory_MemAvailable_bytes", "gauge")
        .containsEntry("node_vmstat_pswpin", "untyped")
        .containsEntry("node_netstat_Tcp_RetransSegs", "untyped");
    assertThat(page.samples)
        .hasSize(66)
        .containsKeys(
            "node_cpu_seconds_total{cpu=\"1\",mode=\"iowait\"}",
            "node_disk_io_time_seconds_total{device=\"sda\"}",
            "node_filesystem_avail_bytes{device=\"/dev/sda1\",fstype=\"ext4\",mountpoint=\"/\"}",
            "node_network_receive_bytes_total{device=\"eth0\"}",
            "node_network_receive_bytes_total{device=\"lo\"}",
            "node_load1")
        .containsEntry("node_boot_time_seconds", "1772409600")
        .containsEntry("node_time_seconds", "1772452800.345");
  }

  @Test
  void more_cores_and_disks_are_more_series() {
    HostProfile large = new HostProfile("db-9", 1, Role.DB, 8, 1L << 36, 3, 13);
    TextPage page = page(new SimulatedHost(large, BOOT), NOON);
    assertThat(page.samples)
        .hasSize(66 + 6 * 8 + 2 * 7)
        .containsKeys(
            "node_cpu_seconds_total{cpu=\"7\",mode=\"idle\"}",
            "node_disk_read_bytes_total{device=\"sdc\"}");
  }

  @ParameterizedTest
  @EnumSource(names = {"CPU_HOG", "DISK_SATURATION", "NETWORK_FLOOD", "FLATLINE"})
  void no_counter_falls_and_no_cpu_does_more_than_a_second_a_second(IncidentKind kind) {
    SimulatedHost host = host().with(Incident.of(kind, "web-1", NOON));
    TextPage before = page(host, NOON.minusSeconds(300));
    for (int seconds = -290; seconds < 600; seconds += 10) {
      TextPage after = page(host, NOON.plusSeconds(seconds));
      for (String series : after.samples.keySet()) {
        double grown = after.value(series) - before.value(series);
        if (!"gauge".equals(after.types.get(series.replaceFirst("\\{.*", "")))) {
          assertThat(grown).as(series).isNotNegative();
        }
        if (series.startsWith("node_cpu") || series.startsWith("node_disk_io_time")) {
          assertThat(grown).as(series).isLessThanOrEqualTo(10.01);
        }
      }
      before = after;
    }
  }

  @Test
  void the_simulated_features_are_what_promql_makes_of_the_pages() {
    Duration window = Duration.ofMinutes(2);
    TextPage first = page(host(), NOON.minus(window));
    TextPage last = page(host(), NOON);
    double[][] features =
        SimulatedFeatures.of(
            host(),
            List.of("cpu_used", "network_received", "memory_used", "disk_latency", "load_per_core"),
            NOON,
            NOON,
            window,
            window);
    double unused = 0;
    for (String mode : List.of("idle", "iowait", "steal")) {
      for (int cpu = 0; cpu < 2; cpu++) {
        unused +=
            rate(
                first, last, "node_cpu_seconds_total{cpu=\"%s\",mode=\"%s\"}".formatted(cpu, mode));
      }
    }
    assertThat(features[0][0]).isCloseTo(1 - unused / 2, within(1e-3));
    double received = rate(first, last, "node_network_receive_bytes_total{device=\"eth0\"}");
    assertThat(features[1][0]).isCloseTo(received, within(1.0));
    double available = last.value("node_memory_MemAvailable_bytes");
    assertThat(features[2][0])
        .isCloseTo(1 - available / last.value("node_memory_MemTotal_bytes"), within(1e-6));
    double seconds =
        rate(first, last, "node_disk_read_time_seconds_total{device=\"sda\"}")
            + rate(first, last, "node_disk_write_time_seconds_total{device=\"sda\"}");
    double requests =
        rate(first, last, "node_disk_reads_completed_total{device=\"sda\"}")
            + rate(first, last, "node_disk_writes_completed_total{device=\"sda\"}");
    assertThat(features[3][0]).isCloseTo(seconds / requests, within(1e-5));
    assertThat(features[4][0]).isCloseTo(last.value("node_load1") / 2, within(0.005));
  }

  private static double rate(TextPage first, TextPage last, String series) {
    return (last.value(series) - first.value(series)) / 120;
  }

  private static SimulatedHost host() {
    return new SimulatedHost(HostProfile.of("web-1", 1), BOOT);
  }

  private static TextPage page(SimulatedHost host, Instant time) {
    return new TextPage(NodeExporterPage.render(host.at(time)));
  }
}
