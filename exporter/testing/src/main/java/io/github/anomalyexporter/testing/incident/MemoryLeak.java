package io.github.anomalyexporter.testing.incident;

import io.github.anomalyexporter.testing.workload.Activity;
import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Quantity;

/**
 * A process leaks 2 % of the memory a minute. At 98 % the host begins to swap, at the rate of the
 * leak, until the swap is full too.
 */
final class MemoryLeak implements Effect {
  private static final double LEAK_PER_SECOND = 0.02 / 60;
  private static final double FULL = 0.98;
  private static final double PAGE_BYTES = 4096;

  @Override
  public void alter(Activity activity, Moment moment) {
    HostProfile profile = moment.workload().profile();
    double leaked = profile.memoryBytes() * LEAK_PER_SECOND * moment.secondsSinceOnset();
    double room = profile.memoryBytes() * FULL - activity.get(Quantity.MEMORY_USED_BYTES);
    double kept = Math.min(leaked, room);
    activity.add(Quantity.MEMORY_USED_BYTES, kept);
    activity.add(Quantity.MEMORY_ACTIVE_BYTES, kept);
    if (leaked > room) {
      swap(activity, profile, leaked - room);
    }
  }

  private static void swap(Activity activity, HostProfile profile, double overflowBytes) {
    activity.set(Quantity.SWAP_USED_BYTES, Math.min(overflowBytes, (double) profile.swapBytes()));
    if (overflowBytes < profile.swapBytes()) {
      double pages = profile.memoryBytes() * LEAK_PER_SECOND / PAGE_BYTES;
      activity.add(Quantity.SWAPPED_OUT_PAGES, pages);
    }
    activity.add(Quantity.SWAPPED_IN_PAGES, 150);
    activity.add(Quantity.MAJOR_PAGE_FAULTS, 120);
    activity.raise(Quantity.PRESSURE_MEMORY_SECONDS, 0.4);
  }
}
