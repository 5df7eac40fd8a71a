package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.score.Episode;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;

/**
 * A time in which something was wrong, as people or other alerts said.
 *
 * @param instance value of the {@code instance} label; may be empty where {@code identity} is not;
 *     if both are, all instances are meant
 * @param identity labels that the instances have; empty where the name alone is known
 * @param start of it
 * @param end of it, not before the start
 * @param name what it was; may be empty
 */
public record Incident(String instance, Labels identity, Instant start, Instant end, String name) {
  public Incident {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException(
          "an incident ends before it starts: %s, %s".formatted(start, end));
    }
  }

  /** One of whose instance the name is known. */
  public static Incident of(String instance, Instant start, Instant end, String name) {
    return new Incident(instance, Labels.EMPTY, start, end, name);
  }

  /** Whether it was one of this instance. */
  public boolean concerns(Labels labels) {
    return (instance.isEmpty() || instance.equals(labels.get("instance")))
        && identity.equals(labels.keep(identity.asMap().keySet()));
  }

  /** Whether an alert about it fired while it lasted. */
  boolean isFoundBy(Labels labels, Instant from, Instant to) {
    return concerns(labels) && !from.isAfter(end) && !to.isBefore(start);
  }

  /** Whether an alert is about it, be it ten minutes early or late. */
  public boolean covers(Labels labels, Instant from, Instant to) {
    return concerns(labels)
        && !from.isAfter(end.plus(Episode.GAP))
        && !to.isBefore(start.minus(Episode.GAP));
  }
}
