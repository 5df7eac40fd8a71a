package io.github.anomalyexporter.testing.server;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A fleet under a clock, whose incidents begin and end while it is served. Thread-safe. */
public final class LiveFleet {
  private final InstantSource clock;
  private volatile SimulatedFleet current;

  public LiveFleet(SimulatedFleet fleet, InstantSource clock) {
    this.current = fleet;
    this.clock = clock;
  }

  /** The fleet with all incidents that have begun so far. */
  public SimulatedFleet fleet() {
    return current;
  }

  /** The present time, in the milliseconds of Prometheus. */
  public Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /**
   * Begins an incident now.
   *
   * @param duration of the incident, null if it lasts until it is ended
   * @throws IllegalArgumentException if there is no such host or the duration is not positive
   */
  public synchronized Incident begin(IncidentKind kind, String host, @Nullable Duration duration) {
    Instant start = now();
    Incident incident =
        new Incident(kind, host, start, duration == null ? null : start.plus(duration));
    current = current.with(incident);
    return incident;
  }

  /**
   * Ends all incidents of a host now.
   *
   * @throws IllegalArgumentException if there is no such host
   */
  public synchronized void end(String host) {
    current = current.calmed(host, now());
  }
}
