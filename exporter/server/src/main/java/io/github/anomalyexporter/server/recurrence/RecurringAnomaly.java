package io.github.anomalyexporter.server.recurrence;

import java.time.Duration;

/**
 * Anomaly of one instance that recurs at the same time of day.
 *
 * @param daysSeen days on which the instance was anomalous
 * @param daysKnown days on which it is known whether it was anomalous, of the days of the window
 */
public record RecurringAnomaly(DailyWindow window, int daysSeen, int daysKnown) {
  /** A nightly job ends within a night. What lasts longer is the condition of the host. */
  private static final Duration LONGEST_JOB = Duration.ofHours(8);

  /** Returns whether it lasts too long to be a job: a calendar entry would hide the host. */
  boolean isPermanent() {
    return window.length().compareTo(LONGEST_JOB) > 0;
  }
}
