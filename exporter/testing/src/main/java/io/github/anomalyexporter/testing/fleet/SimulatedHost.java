package io.github.anomalyexporter.testing.fleet;

import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A host whose values are a function of its profile, its boot, its incidents and the time, so that
 * histories written at different times are consistent. Immutable to its users; safe for use by
 * several threads.
 */
public final class SimulatedHost {
  private final Workload workload;
  private final Instant boot;
  private final Duration ahead;
  private final List<Incident> incidents;
  private final CellTable table;

  /** A host without incidents. */
  public SimulatedHost(HostProfile profile, Instant boot) {
    this(new Workload(profile), boot, Duration.ZERO, List.of());
  }

  private SimulatedHost(Workload workload, Instant boot, Duration ahead, List<Incident> incidents) {
    this.workload = workload;
    this.boot = boot;
    this.ahead = ahead;
    this.incidents = incidents;
    this.table = new CellTable(workload, boot, ahead, incidents);
  }

  public HostProfile profile() {
    return workload.profile();
  }

  public String name() {
    return profile().name();
  }

  /** The time at which the counters were 0. */
  public Instant boot() {
    return boot;
  }

  public List<Incident> incidents() {
    return incidents;
  }

  /**
   * Returns the host with a clock ahead of the timestamps of its samples: its daily cycle and its
   * noise are those of another hour. A test can so use the same values at any time of day.
   *
   * @param duration negative for a clock that is behind
   */
  public SimulatedHost ahead(Duration duration) {
    return new SimulatedHost(workload, boot, duration, incidents);
  }

  /** Returns the host with other incidents. */
  public SimulatedHost withIncidents(List<Incident> newIncidents) {
    for (Incident incident : newIncidents) {
      if (!incident.host().equals(name())) {
        throw new IllegalArgumentException(
            "an incident on " + incident.host() + " was given to host " + name());
      }
    }
    return new SimulatedHost(workload, boot, ahead, List.copyOf(newIncidents));
  }

  /** Returns the host with one more incident. */
  public SimulatedHost with(Incident incident) {
    List<Incident> more = new ArrayList<>(incidents);
    more.add(incident);
    return withIncidents(more);
  }

  /** Whether any incident is active at a time: the ground truth. */
  public boolean isAnomalousAt(Instant time) {
    return incidents.stream().anyMatch(incident -> incident.isActiveAt(time));
  }

  /** Whether the host responds to a scrape at a time. */
  public boolean answersAt(Instant time) {
    return !time.isBefore(boot)
        && incidents.stream()
            .noneMatch(
                incident -> incident.kind().effect().silences() && incident.isActiveAt(time));
  }

  /**
   * Returns the values at a time.
   *
   * @throws IllegalArgumentException if the host had not booted yet
   */
  public Reading at(Instant time) {
    if (time.isBefore(boot)) {
      throw new IllegalArgumentException(name() + " boots at " + boot + ", asked for " + time);
    }
    long uptime = time.toEpochMilli() - boot.toEpochMilli();
    int cell = Math.toIntExact(uptime / CellTable.CELL_MILLIS);
    double share = (double) (uptime % CellTable.CELL_MILLIS) / CellTable.CELL_MILLIS;
    return new Reading(profile(), boot, time, table.row(cell), table.row(cell + 1), share);
  }
}
