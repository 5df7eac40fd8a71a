package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.score.Episode;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;

/**
 * An incident, as reported by people or by other alerts.
 *
 * @param instance value of the {@code instance} label; may be empty if {@code identity} is not; if
 *     both are empty, the incident is one of all instances
 * @param identity labels of the instances; empty if only the name is known
 * @param start of the incident
 * @param end of the incident, not before the start
 * @param name description; may be empty
 */
public record Incident(String instance, Labels identity, Instant start, Instant end, String name) {
  public Incident {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException(
          "an incident ends before it starts: %s, %s".formatted(start, end));
    }
  }

  /** Returns an incident by the name of its instance. */
  public static Incident of(String instance, Instant start, Instant end, String name) {
    return new Incident(instance, Labels.EMPTY, start, end, name);
  }

  /** Whether it is an incident of an instance. */
  public boolean concerns(Labels labels) {
    return (instance.isEmpty() || instance.equals(labels.get("instance")))
        && identity.equals(labels.keep(identity.asMap().keySet()));
  }

  /** Whether an alert of an instance fired during the incident. */
  boolean isFoundBy(Labels labels, Instant from, Instant to) {
    return concerns(labels) && !from.isAfter(end) && !to.isBefore(start);
  }

  /**
   * Whether an alert of an instance fired during the incident, or {@link Episode#GAP} around it.
   */
  public boolean covers(Labels labels, Instant from, Instant to) {
    return concerns(labels)
        && !from.isAfter(end.plus(Episode.GAP))
        && !to.isBefore(start.minus(Episode.GAP));
  }
}
