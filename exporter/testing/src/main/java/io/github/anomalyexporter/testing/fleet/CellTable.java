package io.github.anomalyexporter.testing.fleet;

import io.github.anomalyexporter.testing.incident.Effect;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.Moment;
import io.github.anomalyexporter.testing.workload.Activity;
import io.github.anomalyexporter.testing.workload.Demand;
import io.github.anomalyexporter.testing.workload.Quantity;
import io.github.anomalyexporter.testing.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The history of a host in cells of 15 seconds since its boot. A row contains, for each counter,
 * its sum at the start of the cell and, for each gauge, its level throughout the cell. Rows depend
 * on boot, workload, the clock of the host and incidents only; they are computed on demand and then
 * kept, which needs about 2 MB for each day. Safe for use by several threads.
 */
final class CellTable {
  static final long CELL_MILLIS = 15_000;
  private static final double CELL_SECONDS = CELL_MILLIS / 1000.0;
  private static final Quantity[] QUANTITIES = Quantity.values();

  private final Workload workload;
  private final Instant boot;

  /** Offset of the clock of the host. */
  private final Duration ahead;

  private final List<Incident> incidents;
  private final List<double[]> rows = new ArrayList<>();

  /** The activity of the host in the cell of the last row. */
  private Activity current;

  CellTable(Workload workload, Instant boot, Duration ahead, List<Incident> incidents) {
    this.workload = workload;
    this.boot = boot;
    this.ahead = ahead;
    this.incidents = incidents;
    this.current = activity(0);
    rows.add(firstRow());
  }

  synchronized double[] row(int cell) {
    while (rows.size() <= cell) {
      append();
    }
    return rows.get(cell);
  }

  private double[] firstRow() {
    double[] row = new double[QUANTITIES.length];
    writeGauges(current, row);
    double load = waiting(current);
    row[Quantity.LOAD_1M.index()] = load;
    row[Quantity.LOAD_5M.index()] = load;
    row[Quantity.LOAD_15M.index()] = load;
    return row;
  }

  /** Adds a row with the sums of the last cell's rates and the new cell's gauges. */
  private void append() {
    int cell = rows.size();
    double[] row = rows.get(cell - 1).clone();
    if (!isFrozen(cell - 1)) {
      addRates(current, row);
    }
    current = activity(cell);
    if (!isFrozen(cell)) {
      writeGauges(current, row);
      average(row, Quantity.LOAD_1M, current, 60);
      average(row, Quantity.LOAD_5M, current, 300);
      average(row, Quantity.LOAD_15M, current, 900);
    }
    rows.add(row);
  }

  private static void addRates(Activity activity, double[] row) {
    for (Quantity quantity : QUANTITIES) {
      if (quantity.kind() == Quantity.Kind.COUNTER) {
        row[quantity.index()] += activity.get(quantity) * CELL_SECONDS;
      }
    }
  }

  private static void writeGauges(Activity activity, double[] row) {
    for (Quantity quantity : QUANTITIES) {
      if (quantity.kind() == Quantity.Kind.GAUGE && !isLoadAverage(quantity)) {
        row[quantity.index()] = activity.get(quantity);
      }
    }
  }

  private static boolean isLoadAverage(Quantity quantity) {
    return quantity == Quantity.LOAD_1M
        || quantity == Quantity.LOAD_5M
        || quantity == Quantity.LOAD_15M;
  }

  /** The kernel's exponentially damped average of the processes that run or wait. */
  private static void average(double[] row, Quantity load, Activity activity, double seconds) {
    double weight = 1 - Math.exp(-CELL_SECONDS / seconds);
    row[load.index()] += weight * (waiting(activity) - row[load.index()]);
  }

  private static double waiting(Activity activity) {
    return activity.get(Quantity.RUNNABLE_PROCESSES) + activity.get(Quantity.BLOCKED_PROCESSES);
  }

  private Activity activity(int cell) {
    long start = hostMillis(start(cell));
    double epochSeconds = start / 1000.0 + CELL_SECONDS / 2;
    List<Incident> active = activeIncidents(cell);
    Demand demand = Demand.uniform(workload.rhythm().load(epochSeconds));
    for (Incident incident : active) {
      demand = incident.kind().effect().demand(demand, moment(incident, epochSeconds));
    }
    Activity activity = workload.activity(demand, start, epochSeconds);
    for (Incident incident : active) {
      incident.kind().effect().alter(activity, moment(incident, epochSeconds));
    }
    return activity;
  }

  private Moment moment(Incident incident, double epochSeconds) {
    double onset = hostMillis(incident.start()) / 1000.0;
    return new Moment(workload, epochSeconds, epochSeconds - onset);
  }

  private boolean isFrozen(int cell) {
    return activeIncidents(cell).stream()
        .map(incident -> incident.kind().effect())
        .anyMatch(Effect::freezes);
  }

  private List<Incident> activeIncidents(int cell) {
    if (incidents.isEmpty()) {
      return incidents;
    }
    Instant start = start(cell);
    return incidents.stream().filter(incident -> incident.isActiveAt(start)).toList();
  }

  /** The time of the clock of the host. */
  private long hostMillis(Instant time) {
    return time.plus(ahead).toEpochMilli();
  }

  private Instant start(int cell) {
    return boot.plusMillis(cell * CELL_MILLIS);
  }
}
