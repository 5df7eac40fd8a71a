package io.github.anomalyexporter.testing.incident;

import io.github.anomalyexporter.testing.workload.Activity;
import io.github.anomalyexporter.testing.workload.Quantity;

/** The disks always have work: requests queue up, processes wait for them. */
final class DiskSaturation implements Effect {
  private static final double READ_LATENCY_SECONDS = 0.045;
  private static final double WRITE_LATENCY_SECONDS = 0.07;
  private static final double SHARE_OF_IDLE_THAT_WAITS = 0.6;

  @Override
  public void alter(Activity activity, Moment moment) {
    double idle = moment.cores() - activity.cpuBusy();
    activity.add(Quantity.CPU_IOWAIT, SHARE_OF_IDLE_THAT_WAITS * idle);
    activity.set(Quantity.DISK_BUSY_SECONDS, 0.995);
    for (Quantity flow :
        new Quantity[] {
          Quantity.DISK_READ_BYTES,
          Quantity.DISK_WRITTEN_BYTES,
          Quantity.DISK_READS,
          Quantity.DISK_WRITES
        }) {
      activity.multiply(flow, 1.5);
    }
    activity.set(
        Quantity.DISK_READ_SECONDS, activity.get(Quantity.DISK_READS) * READ_LATENCY_SECONDS);
    activity.set(
        Quantity.DISK_WRITE_SECONDS, activity.get(Quantity.DISK_WRITES) * WRITE_LATENCY_SECONDS);
    activity.add(Quantity.BLOCKED_PROCESSES, 9);
    activity.raise(Quantity.PRESSURE_IO_SECONDS, 0.88);
  }
}
