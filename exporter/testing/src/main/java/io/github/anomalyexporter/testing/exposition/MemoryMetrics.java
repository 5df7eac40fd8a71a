package io.github.anomalyexporter.testing.exposition;

import io.github.anomalyexporter.testing.fleet.Reading;
import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Memory, swap and page faults. Available memory is split between page cache and free memory. */
final class MemoryMetrics {
  private static final double CACHED_SHARE_OF_AVAILABLE = 0.7;
  private static final double BUFFERS_SHARE_OF_AVAILABLE = 0.03;

  private MemoryMetrics() {}

  static List<MetricFamily> families(HostProfile profile) {
    return List.of(
        field("MemTotal_bytes", reading -> profile.memoryBytes()),
        field("MemAvailable_bytes", MemoryMetrics::available),
        field(
            "MemFree_bytes",
            reading ->
                available(reading) * (1 - CACHED_SHARE_OF_AVAILABLE - BUFFERS_SHARE_OF_AVAILABLE)),
        field("Cached_bytes", reading -> available(reading) * CACHED_SHARE_OF_AVAILABLE),
        field("Buffers_bytes", reading -> available(reading) * BUFFERS_SHARE_OF_AVAILABLE),
        field("Active_bytes", reading -> reading.get(Quantity.MEMORY_ACTIVE_BYTES)),
        field("SwapTotal_bytes", reading -> profile.swapBytes()),
        field(
            "SwapFree_bytes",
            reading -> profile.swapBytes() - reading.get(Quantity.SWAP_USED_BYTES)),
        event("pgmajfault", Quantity.MAJOR_PAGE_FAULTS),
        event("pswpin", Quantity.SWAPPED_IN_PAGES),
        event("pswpout", Quantity.SWAPPED_OUT_PAGES));
  }

  private static double available(Reading reading) {
    return reading.profile().memoryBytes() - reading.get(Quantity.MEMORY_USED_BYTES);
  }

  private static MetricFamily field(String field, ToDoubleFunction<Reading> value) {
    return MetricFamily.gauge("node_memory_" + field, 0, "Memory information field " + field + ".")
        .with(value);
  }

  private static MetricFamily event(String event, Quantity quantity) {
    return MetricFamily.untyped(
            "node_vmstat_" + event, 0, "/proc/vmstat information field " + event + ".")
        .with(reading -> reading.get(quantity));
  }
}
