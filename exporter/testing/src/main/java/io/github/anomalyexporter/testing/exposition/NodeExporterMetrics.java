package io.github.anomalyexporter.testing.exposition;

import io.github.anomalyexporter.testing.workload.HostProfile;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The metrics of a simulated host, with the names and help texts of node_exporter 1.11. */
final class NodeExporterMetrics {
  private NodeExporterMetrics() {}

  /** All families by name, the same ones in the same order for every host. */
  static List<MetricFamily> of(HostProfile profile) {
    return Stream.of(
            CpuMetrics.families(profile),
            MemoryMetrics.families(profile),
            DiskMetrics.families(profile),
            NetworkMetrics.families(),
            SystemMetrics.families(profile))
        .flatMap(List::stream)
        .sorted(Comparator.comparing(MetricFamily::name))
        .toList();
  }
}
