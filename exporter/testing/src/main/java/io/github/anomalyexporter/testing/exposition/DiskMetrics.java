package io.github.anomalyexporter.testing.exposition;

import io.github.anomalyexporter.testing.fleet.Reading;
import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Disks with equal shares of the work, and the root filesystem. */
final class DiskMetrics {
  private static final double BYTES_PER_FILE = 16 * 1024;

  private DiskMetrics() {}

  static List<MetricFamily> families(HostProfile profile) {
    return List.of(
        shared(
            profile,
            MetricFamily.counter(
                "node_disk_read_bytes_total", 0, "The total number of bytes read successfully."),
            Quantity.DISK_READ_BYTES),
        shared(
            profile,
            MetricFamily.counter(
                "node_disk_written_bytes_total",
                0,
                "The total number of bytes written successfully."),
            Quantity.DISK_WRITTEN_BYTES),
        shared(
            profile,
            MetricFamily.counter(
                "node_disk_reads_completed_total",
                0,
                "The total number of reads completed successfully."),
            Quantity.DISK_READS),
        shared(
            profile,
            MetricFamily.counter(
                "node_disk_writes_completed_total",
                0,
                "The total number of writes completed successfully."),
            Quantity.DISK_WRITES),
        shared(
            profile,
            MetricFamily.counter(
                "node_disk_read_time_seconds_total",
                3,
                "The total number of seconds spent by all reads."),
            Quantity.DISK_READ_SECONDS),
        shared(
            profile,
            MetricFamily.counter(
                "node_disk_write_time_seconds_total",
                3,
                "This is the total number of seconds spent by all writes."),
            Quantity.DISK_WRITE_SECONDS),
        perDisk(
            profile,
            MetricFamily.counter(
                "node_disk_io_time_seconds_total", 3, "Total seconds spent doing I/Os."),
            reading -> reading.get(Quantity.DISK_BUSY_SECONDS)),
        filesystem("size_bytes", "Filesystem size in bytes.", DiskMetrics::size),
        filesystem(
            "avail_bytes",
            "Filesystem space available to non-root users in bytes.",
            reading -> size(reading) * freeShare(reading)),
        filesystem("files", "Filesystem total file nodes.", DiskMetrics::files),
        filesystem(
            "files_free",
            "Filesystem total free file nodes.",
            reading -> files(reading) * (0.5 + freeShare(reading) / 2)),
        filesystem("readonly", "Filesystem read-only status.", reading -> 0));
  }

  private static MetricFamily shared(HostProfile profile, MetricFamily family, Quantity quantity) {
    return perDisk(profile, family, reading -> reading.get(quantity) / profile.disks());
  }

  private static MetricFamily perDisk(
      HostProfile profile, MetricFamily family, ToDoubleFunction<Reading> value) {
    MetricFamily result = family;
    for (int disk = 0; disk < profile.disks(); disk++) {
      result = result.with("device=\"sd" + (char) ('a' + disk) + "\"", value);
    }
    return result;
  }

  private static MetricFamily filesystem(
      String name, String help, ToDoubleFunction<Reading> value) {
    return MetricFamily.gauge("node_filesystem_" + name, 0, help)
        .with("device=\"/dev/sda1\",fstype=\"ext4\",mountpoint=\"/\"", value);
  }

  private static double size(Reading reading) {
    return reading.profile().filesystemBytes();
  }

  private static double files(Reading reading) {
    return size(reading) / BYTES_PER_FILE;
  }

  private static double freeShare(Reading reading) {
    return 1 - reading.get(Quantity.FILESYSTEM_USED_RATIO);
  }
}
