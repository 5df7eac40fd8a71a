package io.github.anomalyexporter.testing.fleet;

import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.time.Instant;

/**
 * The values of a host at one instant: counters as sums since boot, gauges as levels. Immutable.
 */
public final class Reading {
  private final HostProfile profile;
  private final Instant boot;
  private final Instant time;
  private final double[] cell;
  private final double[] nextCell;
  private final double share;

  /**
   * @param cell the row of the cell that contains the time
   * @param nextCell the next row
   * @param share of the cell that has passed, 0 to 1
   */
  public Reading(
      HostProfile profile,
      Instant boot,
      Instant time,
      double[] cell,
      double[] nextCell,
      double share) {
    this.profile = profile;
    this.boot = boot;
    this.time = time;
    this.cell = cell;
    this.nextCell = nextCell;
    this.share = share;
  }

  public HostProfile profile() {
    return profile;
  }

  public Instant boot() {
    return boot;
  }

  public Instant time() {
    return time;
  }

  /** An integer of at least 1, because the process that serves the scrape is included. */
  public long runningProcesses() {
    return 1 + Math.round(get(Quantity.RUNNABLE_PROCESSES));
  }

  /** An integer. */
  public long blockedProcesses() {
    return Math.round(get(Quantity.BLOCKED_PROCESSES));
  }

  public double get(Quantity quantity) {
    double value = cell[quantity.index()];
    if (quantity.kind() == Quantity.Kind.GAUGE) {
      return value;
    }
    double next = nextCell[quantity.index()];
    return Math.min(value + share * (next - value), next);
  }
}
