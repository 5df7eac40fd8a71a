package io.github.anomalyexporter.server.recurrence;

import io.github.anomalyexporter.core.series.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Calendar entry that would cover a recurring anomaly of some instances.
 *
 * @param affected instances that have the anomaly, sorted
 * @param daysSeen days on which the instance with the fewest such days was anomalous
 * @param daysKnown days on which it is known whether this instance was anomalous
 */
public record CalendarProposal(
    ProposedEntry entry, List<Labels> affected, int daysSeen, int daysKnown) {
  public CalendarProposal {
    affected = List.copyOf(affected);
  }

  /** Returns whether both are about the same work: nearly the same window of a common instance. */
  boolean resembles(CalendarProposal other) {
    Set<Labels> common = new HashSet<>(affected);
    common.retainAll(other.affected);
    return !common.isEmpty() && entry.window().isNear(other.entry.window());
  }
}
