package io.github.anomalyexporter.testing.feature;

import io.github.anomalyexporter.testing.fleet.Reading;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The features of the preset {@code node-exporter} by name, without engineered features and those
 * of PostgreSQL.
 */
final class PresetFeatures {
  private PresetFeatures() {}

  static Map<String, ToDoubleFunction<Window>> byName() {
    Map<String, ToDoubleFunction<Window>> features = new LinkedHashMap<>();
    addCpu(features);
    addMemory(features);
    addDisk(features);
    addNetwork(features);
    features.put("context_switches", rate(Quantity.CONTEXT_SWITCHES));
    features.put("processes_running", window -> window.mean(Reading::runningProcesses));
    features.put("processes_blocked", window -> window.mean(Reading::blockedProcesses));
    features.put(
        "tcp_retransmits",
        window ->
            window.rate(Quantity.TCP_RETRANSMITTED_SEGMENTS)
                / Math.max(window.rate(Quantity.TCP_OUT_SEGMENTS), 10));
    features.put("pressure_cpu", rate(Quantity.PRESSURE_CPU_SECONDS));
    features.put("pressure_memory", rate(Quantity.PRESSURE_MEMORY_SECONDS));
    features.put("pressure_io", rate(Quantity.PRESSURE_IO_SECONDS));
    return features;
  }

  private static void addCpu(Map<String, ToDoubleFunction<Window>> features) {
    features.put(
        "cpu_used",
        shareOfCpu(
            Quantity.CPU_USER, Quantity.CPU_NICE, Quantity.CPU_SYSTEM, Quantity.CPU_SOFTIRQ));
    features.put("cpu_user", shareOfCpu(Quantity.CPU_USER, Quantity.CPU_NICE));
    features.put("cpu_system", shareOfCpu(Quantity.CPU_SYSTEM, Quantity.CPU_SOFTIRQ));
    features.put("cpu_iowait", shareOfCpu(Quantity.CPU_IOWAIT));
    features.put("cpu_steal", shareOfCpu(Quantity.CPU_STEAL));
    features.put(
        "load_per_core",
        window -> window.last().get(Quantity.LOAD_1M) / window.last().profile().cores());
  }

  /** Share of the increase of all modes; NaN if the counters do not increase. */
  private static ToDoubleFunction<Window> shareOfCpu(Quantity... modes) {
    return window -> {
      double rise = Arrays.stream(modes).mapToDouble(window::rate).sum();
      return rise / (window.rate(Quantity.CPU_ELAPSED) * window.last().profile().cores());
    };
  }

  private static void addMemory(Map<String, ToDoubleFunction<Window>> features) {
    features.put("memory_used", shareOfMemory(Quantity.MEMORY_USED_BYTES));
    features.put("memory_active", shareOfMemory(Quantity.MEMORY_ACTIVE_BYTES));
    features.put("swap_in", rate(Quantity.SWAPPED_IN_PAGES));
    features.put("swap_out", rate(Quantity.SWAPPED_OUT_PAGES));
    features.put("major_page_faults", rate(Quantity.MAJOR_PAGE_FAULTS));
  }

  private static void addDisk(Map<String, ToDoubleFunction<Window>> features) {
    features.put("disk_read", rate(Quantity.DISK_READ_BYTES));
    features.put("disk_written", rate(Quantity.DISK_WRITTEN_BYTES));
    features.put("disk_busy", rate(Quantity.DISK_BUSY_SECONDS));
    features.put("disk_latency", PresetFeatures::diskLatency);
    features.put("filesystem_used", window -> window.last().get(Quantity.FILESYSTEM_USED_RATIO));
  }

  /** Seconds per request, with at least one request a second as the denominator. */
  private static double diskLatency(Window window) {
    double requests = window.rate(Quantity.DISK_READS) + window.rate(Quantity.DISK_WRITES);
    double seconds =
        window.rate(Quantity.DISK_READ_SECONDS) + window.rate(Quantity.DISK_WRITE_SECONDS);
    return seconds / Math.max(requests, 1);
  }

  private static void addNetwork(Map<String, ToDoubleFunction<Window>> features) {
    features.put("network_received", rate(Quantity.RECEIVED_BYTES));
    features.put("network_transmitted", rate(Quantity.TRANSMITTED_BYTES));
    features.put("network_errors", window -> 0);
  }

  private static ToDoubleFunction<Window> rate(Quantity quantity) {
    return window -> window.rate(quantity);
  }

  private static ToDoubleFunction<Window> shareOfMemory(Quantity quantity) {
    return window -> window.last().get(quantity) / window.last().profile().memoryBytes();
  }
}
