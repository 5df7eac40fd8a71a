package io.github.anomalyexporter.testing.incident;

import io.github.anomalyexporter.testing.workload.Activity;
import io.github.anomalyexporter.testing.workload.Quantity;

/** Receives ten times the normal peak in small packets, which cost kernel time. */
final class NetworkFlood implements Effect {
  private static final double TIMES_NORMAL_PEAK = 10;
  private static final double BYTES_PER_PACKET = 250;
  private static final double SHARE_OF_IDLE_FOR_SOFTIRQ = 0.3;

  @Override
  public void alter(Activity activity, Moment moment) {
    double received = TIMES_NORMAL_PEAK * moment.workload().peakReceivedBytes();
    activity.add(Quantity.RECEIVED_BYTES, received);
    activity.add(Quantity.RECEIVED_PACKETS, received / BYTES_PER_PACKET);
    activity.multiply(Quantity.INTERRUPTS, 2.5);
    activity.add(
        Quantity.CPU_SOFTIRQ, SHARE_OF_IDLE_FOR_SOFTIRQ * (moment.cores() - activity.cpuBusy()));
  }
}
