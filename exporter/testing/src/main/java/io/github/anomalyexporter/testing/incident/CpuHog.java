package io.github.anomalyexporter.testing.incident;

import io.github.anomalyexporter.testing.workload.Activity;
import io.github.anomalyexporter.testing.workload.Quantity;

/** A runaway process uses 96 % of all CPUs; other work uses the rest. */
final class CpuHog implements Effect {
  @Override
  public void alter(Activity activity, Moment moment) {
    int cores = moment.cores();
    activity.set(Quantity.CPU_USER, 0.96 * cores);
    activity.limit(Quantity.CPU_SYSTEM, 0.012 * cores);
    activity.limit(Quantity.CPU_SOFTIRQ, 0.002 * cores);
    activity.limit(Quantity.CPU_IOWAIT, 0.001 * cores);
    activity.limit(Quantity.CPU_STEAL, 0.001 * cores);
    activity.limit(Quantity.CPU_NICE, 0.001 * cores);
    activity.add(Quantity.RUNNABLE_PROCESSES, 3.0 * cores);
    activity.raise(Quantity.PRESSURE_CPU_SECONDS, 0.85);
  }
}
