package io.github.anomalyexporter.server.local;

import static io.github.anomalyexporter.server.local.CpuMode.IDLE;
import static io.github.anomalyexporter.server.local.CpuMode.IOWAIT;
import static io.github.anomalyexporter.server.local.CpuMode.IRQ;
import static io.github.anomalyexporter.server.local.CpuMode.NICE;
import static io.github.anomalyexporter.server.local.CpuMode.SOFTIRQ;
import static io.github.anomalyexporter.server.local.CpuMode.STEAL;
import static io.github.anomalyexporter.server.local.CpuMode.SYSTEM;
import static io.github.anomalyexporter.server.local.CpuMode.USER;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The expressions of the preset {@code node-exporter}, computed from readings. Rates need no
 * correction for missed scrapes ({@code $elapsed}), because the time between two readings is known.
 */
final class LocalFeatures {
  /** Assumed if there are fewer per second, so that a single operation has little effect. */
  private static final double LEAST_OPERATIONS = 1;

  /** Assumed if there are fewer per second, so that a single lost segment has little effect. */
  private static final double LEAST_SEGMENTS = 10;

  private final Readings readings;

  private LocalFeatures(Readings readings) {
    this.readings = readings;
  }

  /** Returns the features by name, in the order of the preset; an unknown one is NaN. */
  static Map<String, Double> of(Readings readings) {
    Map<String, Double> features = new LinkedHashMap<>();
    LocalFeatures of = new LocalFeatures(readings);
    of.addProcessorAndMemory(features);
    of.addDisks(features);
    of.addNetworkAndProcesses(features);
    return features;
  }

  private void addProcessorAndMemory(Map<String, Double> features) {
    features.put("cpu_used", 1 - cpuShare(IDLE, IOWAIT, STEAL));
    features.put("cpu_user", cpuShare(USER, NICE));
    features.put("cpu_system", cpuShare(SYSTEM, IRQ, SOFTIRQ));
    features.put("cpu_iowait", ownCpuShare(IOWAIT));
    features.put("cpu_steal", ownCpuShare(STEAL));
    features.put("load_per_core", readings.last(Gauge.LOAD) / readings.last(Gauge.CORES));
    features.put("memory_used", readings.last(Gauge.MEMORY_USED));
    features.put("memory_active", readings.last(Gauge.MEMORY_ACTIVE));
    features.put("swap_in", readings.rate(Counter.SWAPPED_IN));
    features.put("swap_out", readings.rate(Counter.SWAPPED_OUT));
    features.put("major_page_faults", readings.rate(Counter.MAJOR_FAULTS));
  }

  private void addDisks(Map<String, Double> features) {
    features.put("disk_read", readings.rate(Counter.DISK_READ));
    features.put("disk_written", readings.rate(Counter.DISK_WRITTEN));
    features.put("disk_busy", readings.greatestRate(Counter.DISK_BUSY));
    features.put(
        "disk_latency",
        readings.rate(Counter.DISK_WAIT)
            / Math.max(readings.rate(Counter.DISK_OPERATIONS), LEAST_OPERATIONS));
    features.put("filesystem_used", readings.last(Gauge.FILESYSTEM_USED));
  }

  private void addNetworkAndProcesses(Map<String, Double> features) {
    features.put("network_received", readings.rate(Counter.RECEIVED));
    features.put("network_transmitted", readings.rate(Counter.TRANSMITTED));
    features.put("network_errors", readings.rate(Counter.NETWORK_ERRORS));
    features.put("context_switches", readings.rate(Counter.CONTEXT_SWITCHES));
    features.put("processes_running", readings.mean(Gauge.PROCESSES_RUNNING));
    features.put("processes_blocked", readings.mean(Gauge.PROCESSES_BLOCKED));
    features.put(
        "tcp_retransmits",
        readings.rate(Counter.SEGMENTS_RETRANSMITTED)
            / Math.max(readings.rate(Counter.SEGMENTS_SENT), LEAST_SEGMENTS));
    features.put("pressure_cpu", readings.rate(Counter.CPU_PRESSURE));
    features.put("pressure_memory", readings.rate(Counter.MEMORY_PRESSURE));
    features.put("pressure_io", readings.rate(Counter.IO_PRESSURE));
  }

  /** Share of the increase of all modes; a mode that the system does not have counts as 0. */
  private double cpuShare(CpuMode... modes) {
    Map<String, Double> rates = readings.rates(Counter.CPU_TIME);
    double share = 0;
    for (CpuMode mode : modes) {
      share += rates.getOrDefault(mode.name(), 0.0);
    }
    return share / readings.rate(Counter.CPU_TIME);
  }

  private double ownCpuShare(CpuMode mode) {
    return readings.rates(Counter.CPU_TIME).containsKey(mode.name()) ? cpuShare(mode) : Double.NaN;
  }
}
