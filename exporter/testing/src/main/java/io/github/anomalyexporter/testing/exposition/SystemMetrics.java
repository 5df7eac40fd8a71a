package io.github.anomalyexporter.testing.exposition;

import io.github.anomalyexporter.testing.fleet.Reading;
import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.time.Instant;
import java.util.List;

/** The kernel: switches, interrupts, pressure, identity and time. */
final class SystemMetrics {
  private static final int MICROSECONDS = 6;

  private SystemMetrics() {}

  static List<MetricFamily> families(HostProfile profile) {
    return List.of(
        MetricFamily.counter("node_context_switches_total", 0, "Total number of context switches.")
            .with(reading -> reading.get(Quantity.CONTEXT_SWITCHES)),
        MetricFamily.counter("node_intr_total", 0, "Total number of interrupts serviced.")
            .with(reading -> reading.get(Quantity.INTERRUPTS)),
        pressure(
            "cpu",
            "Total time in seconds that processes have waited for CPU time",
            Quantity.PRESSURE_CPU_SECONDS),
        pressure(
            "io",
            "Total time in seconds that processes have waited due to IO congestion",
            Quantity.PRESSURE_IO_SECONDS),
        pressure(
            "memory",
            "Total time in seconds that processes have waited for memory",
            Quantity.PRESSURE_MEMORY_SECONDS),
        MetricFamily.gauge(
                "node_uname_info",
                0,
                "Labeled system information as provided by the uname system call.")
            .with(
                "domainname=\"(none)\",machine=\"x86_64\",nodename=\""
                    + profile.name()
                    + "\",release=\"6.1.0-18-amd64\",sysname=\"Linux\","
                    + "version=\"#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1\"",
                reading -> 1),
        MetricFamily.gauge("node_boot_time_seconds", 0, "Node boot time, in unixtime.")
            .with(reading -> seconds(reading.boot())),
        MetricFamily.gauge("node_time_seconds", 3, "System time in seconds since epoch (1970).")
            .with(reading -> seconds(reading.time())));
  }

  private static MetricFamily pressure(String resource, String help, Quantity quantity) {
    return MetricFamily.counter(
            "node_pressure_" + resource + "_waiting_seconds_total", MICROSECONDS, help)
        .with((Reading reading) -> reading.get(quantity));
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }
}
