package io.github.anomalyexporter.testing.exposition;

import io.github.anomalyexporter.testing.fleet.Reading;
import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** CPU time by mode, load averages and processes. */
final class CpuMetrics {
  /** Relative deviation of the work of a CPU from an equal share. */
  private static final double UNEVENNESS = 0.015;

  private static final Map<String, Quantity> BUSY_MODES =
      new TreeMap<>(
          Map.of(
              "iowait", Quantity.CPU_IOWAIT,
              "nice", Quantity.CPU_NICE,
              "softirq", Quantity.CPU_SOFTIRQ,
              "steal", Quantity.CPU_STEAL,
              "system", Quantity.CPU_SYSTEM,
              "user", Quantity.CPU_USER));

  private CpuMetrics() {}

  static List<MetricFamily> families(HostProfile profile) {
    return List.of(
        cpuSeconds(profile),
        MetricFamily.gauge("node_load1", 2, "1m load average.")
            .with(reading -> reading.get(Quantity.LOAD_1M)),
        MetricFamily.gauge("node_load5", 2, "5m load average.")
            .with(reading -> reading.get(Quantity.LOAD_5M)),
        MetricFamily.gauge("node_load15", 2, "15m load average.")
            .with(reading -> reading.get(Quantity.LOAD_15M)),
        MetricFamily.gauge("node_procs_running", 0, "Number of processes in runnable state.")
            .with(Reading::runningProcesses),
        MetricFamily.gauge(
                "node_procs_blocked", 0, "Number of processes blocked waiting for I/O to complete.")
            .with(Reading::blockedProcesses));
  }

  private static MetricFamily cpuSeconds(HostProfile profile) {
    MetricFamily family =
        MetricFamily.counter("node_cpu_seconds_total", 2, "Seconds the CPUs spent in each mode.");
    for (int cpu = 0; cpu < profile.cores(); cpu++) {
      double share = share(cpu, profile.cores());
      family =
          family
              .with(labels(cpu, "idle"), reading -> idle(reading, share))
              .with(labels(cpu, "irq"), reading -> 0);
      for (Map.Entry<String, Quantity> mode : BUSY_MODES.entrySet()) {
        family =
            family.with(
                labels(cpu, mode.getKey()), reading -> share * reading.get(mode.getValue()));
      }
    }
    return family;
  }

  /** The first CPUs have a slightly larger share than the last; the shares sum to 1. */
  private static double share(int cpu, int cores) {
    double position = cores == 1 ? 0 : 1 - 2.0 * cpu / (cores - 1);
    return (1 + UNEVENNESS * position) / cores;
  }

  private static double idle(Reading reading, double share) {
    double busy = 0;
    for (Quantity mode : BUSY_MODES.values()) {
      busy += reading.get(mode);
    }
    return reading.get(Quantity.CPU_ELAPSED) - share * busy;
  }

  private static String labels(int cpu, String mode) {
    return "cpu=\"" + cpu + "\",mode=\"" + mode + "\"";
  }
}
