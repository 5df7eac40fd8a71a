package io.github.anomalyexporter.core.evaluation;

/**
 * Consecutive rows labelled anomalous: one incident.
 *
 * @param first row
 * @param last row, itself in the event
 */
public record Event(int first, int last) {
  public Event {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("an event cannot go from row " + first + " to " + last);
    }
  }
}
