package io.github.anomalyexporter.server.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a training is.
 *
 * @param done blocks that are completed, those of an interrupted training included
 * @param blocks all blocks
 * @param instancesDone instances of the completed blocks
 * @param instances all instances
 */
public record BlockProgress(int done, int blocks, int instancesDone, int instances) {
  /** Returns the share of the instances whose block is completed. */
  public double ratio() {
    return instances == 0 ? 0 : (double) instancesDone / instances;
  }

  /**
   * Returns the expected end: the remaining instances take as long as those since the start.
   *
   * @param first the progress at the start
   * @param startedAt time of the start
   * @param now time of this progress
   * @return empty before the first completed block since the start
   */
  public Optional<Instant> expectedEnd(BlockProgress first, Instant startedAt, Instant now) {
    int since = instancesDone - first.instancesDone;
    if (since <= 0) {
      return Optional.empty();
    }
    Duration taken = Duration.between(startedAt, now);
    double remaining = (double) (instances - instancesDone) / since;
    return Optional.of(now.plusMillis(Math.round(taken.toMillis() * remaining)));
  }
}
