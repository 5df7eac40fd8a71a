package io.github.anomalyexporter.testing.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incident on one host, from a point in time on, with or without an end.
 *
 * @param start of the incident; values change with the first cell of time that begins at or after
 * @param end of the incident, exclusive; null while unknown
 */
public record Incident(IncidentKind kind, String host, Instant start, @Nullable Instant end) {
  public Incident {
    if (end != null && !end.isAfter(start)) {
      throw new IllegalArgumentException(
          "an incident must end after it starts: " + start + ", " + end);
    }
  }

  /** An incident without end. */
  public static Incident of(IncidentKind kind, String host, Instant start) {
    return new Incident(kind, host, start, null);
  }

  public Incident until(Instant newEnd) {
    return new Incident(kind, host, start, newEnd);
  }

  public boolean isActiveAt(Instant time) {
    return !time.isBefore(start) && (end == null || time.isBefore(end));
  }
}
