package io.github.anomalyexporter.server.run;

import java.time.Duration;
import java.time.Instant;

/** Task on a schedule. Never runs concurrently with itself. */
@FunctionalInterface
public interface Run {
  /**
   * Runs once.
   *
   * @param scheduled the scheduled time; the clock may be slightly later
   * @throws InterruptedException when the exporter stops
   */
  void run(Instant scheduled) throws InterruptedException;

  /**
   * Returns the longest pause before a retry after a failure, which may depend on the cost of the
   * failed attempt; zero to retry at the next scheduled time.
   */
  default Duration longestPause() {
    return Duration.ZERO;
  }

  /** Returns whether a run was requested, which ends a pause after a failure. */
  default boolean isRequested() {
    return false;
  }
}
