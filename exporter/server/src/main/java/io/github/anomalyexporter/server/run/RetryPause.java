package io.github.anomalyexporter.server.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Exponential backoff of a run: one minute after the first failure, doubled after each further
 * failure. Uses monotonic time: setting back the clock does not prolong a pause. For use by one
 * thread.
 */
final class RetryPause {
  private static final Duration FIRST = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private Duration pause = Duration.ZERO;
  private long since;

  /**
   * @param nanoTime like {@link System#nanoTime}
   */
  RetryPause(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  boolean isOver() {
    return pause.isZero() || nanoTime.getAsLong() - since >= pause.toNanos();
  }

  /**
   * Begins the next pause.
   *
   * @param longest upper limit; zero for no pause
   * @return the length of the pause
   */
  Duration begin(Duration longest) {
    Duration next = pause.isZero() ? FIRST : pause.multipliedBy(2);
    pause = next.compareTo(longest) < 0 ? next : longest;
    since = nanoTime.getAsLong();
    return pause;
  }

  /** Resets the backoff after a successful run. */
  void reset() {
    pause = Duration.ZERO;
  }
}
