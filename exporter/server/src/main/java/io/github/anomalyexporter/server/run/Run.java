package io.github.anomalyexporter.server.run;

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
}
