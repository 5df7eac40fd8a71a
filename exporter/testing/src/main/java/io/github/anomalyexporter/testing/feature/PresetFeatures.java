package io.github.anomalyexporter.testing.feature;

import io.github.anomalyexporter.testing.workload.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The features of the preset {@code node-exporter} by name, but for the engineered ones. */
final class PresetFeatures {
  private PresetFeatures() {}

  static Map<String, ToDoubleFunction<Window>> byName() {
    Map<String, ToDoubleFunction<Window>> features = new LinkedHashMap<>();
    addCpu(features);
    addMemory(features);
    addDisk(features);
    addNetwork(features);
    features.put("context_switches", rate(Quantity.CONTEXT_SWITCHES));
    features.put("processes_running", window -> window.last().runningProcesses());
    features.put("processes_blocked", window -> window.last().blockedProcesses());
    features.put("tcp_retransmits", rate(Quantity.TCP_RETRANSMITTED_SEGMENTS));
    features.put("pressure_cpu", rate(Quantity.PRESSURE_CPU_SECONDS));
    features.put("pressure_memory", rate(Quantity.PRESSURE_MEMORY_SECONDS));
    features.put("pressure_io", rate(Quantity.PRESSURE_IO_SECONDS));
    return features;
  }

  private static void addCpu(Map<String, ToDoubleFunction<Window>> features) {
    features.put("cpu_used", PresetFeatures::cpuUsed);
    features.put("cpu_user", perCore(Quantity.CPU_USER));
    features.put("cpu_system", perCore(Quantity.CPU_SYSTEM));
    features.put("cpu_iowait", perCore(Quantity.CPU_IOWAIT));
    features.put("cpu_steal", perCore(Quantity.CPU_STEAL));
    features.put(
        "load_per_core",
        window -> window.last().get(Quantity.LOAD_1M) / window.last().profile().cores());
  }

  /** One minus the rate of idle time, and so 1 where the counters stand still. */
  private static double cpuUsed(Window window) {
    return 1
        - window.rate(Quantity.CPU_ELAPSED)
        + window.ratePerCore(Quantity.CPU_USER)
        + window.ratePerCore(Quantity.CPU_NICE)
        + window.ratePerCore(Quantity.CPU_SYSTEM)
        + window.ratePerCore(Quantity.CPU_IOWAIT)
        + window.ratePerCore(Quantity.CPU_SOFTIRQ)
        + window.ratePerCore(Quantity.CPU_STEAL);
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

  /** Seconds per request, 0 without requests. */
  private static double diskLatency(Window window) {
    double requests = window.rate(Quantity.DISK_READS) + window.rate(Quantity.DISK_WRITES);
    double seconds =
        window.rate(Quantity.DISK_READ_SECONDS) + window.rate(Quantity.DISK_WRITE_SECONDS);
    return requests > 0 ? seconds / requests : 0;
  }

  private static void addNetwork(Map<String, ToDoubleFunction<Window>> features) {
    features.put("network_received", rate(Quantity.RECEIVED_BYTES));
    features.put("network_transmitted", rate(Quantity.TRANSMITTED_BYTES));
    features.put("network_errors", window -> 0);
  }

  private static ToDoubleFunction<Window> rate(Quantity quantity) {
    return window -> window.rate(quantity);
  }

  private static ToDoubleFunction<Window> perCore(Quantity quantity) {
    return window -> window.ratePerCore(quantity);
  }

  private static ToDoubleFunction<Window> shareOfMemory(Quantity quantity) {
    return window -> window.last().get(quantity) / window.last().profile().memoryBytes();
  }
}
