package io.github.anomalyexporter.server.recurrence;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Recurring anomalies of the instances of a detector that no calendar entry covers.
 *
 * @param scored time with a score of the instance that has the most; zero without any series
 * @param proposals by time of day
 * @param permanent anomalies that last too long for a calendar entry
 */
public record CalendarProposals(
    String detector,
    Instant checkedAt,
    Duration scored,
    List<CalendarProposal> proposals,
    List<PermanentAnomaly> permanent) {
  /** Time with scores before which nothing is known. */
  public static final Duration LEAST_SCORED = Duration.ofDays(DayCounts.LEAST_DAYS);

  /** Anomaly that takes most of the day on most days. */
  public record PermanentAnomaly(Labels instance, RecurringAnomaly anomaly) {}

  public CalendarProposals {
    proposals = List.copyOf(proposals);
    permanent = List.copyOf(permanent);
  }

  /** Returns whether there are enough scores to find anything. */
  public boolean isKnown() {
    return scored.compareTo(LEAST_SCORED) >= 0;
  }

  /** Returns the proposals without counterpart in other proposals. */
  public List<CalendarProposal> newSince(CalendarProposals others) {
    return proposals.stream()
        .filter(proposal -> others.proposals.stream().noneMatch(proposal::resembles))
        .toList();
  }
}
