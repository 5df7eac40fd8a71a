package io.github.anomalyexporter.server.run;

import java.time.Duration;
import java.time.Instant;

/** Something that happens on a schedule. Never twice at the same time. */
@FunctionalInterface
public interface Run {
  /**
   * Runs once, to its end.
   *
   * @param scheduled the time it was to happen; the clock may be a little later
   * @throws InterruptedException when the exporter stops
   */
  void run(Instant scheduled) throws InterruptedException;

  /**
   * The longest pause until it is tried again after it has failed, which may depend on what the
   * failed try has cost; zero to try at the next scheduled time.
   */
  default Duration longestPause() {
    return Duration.ZERO;
  }
}
