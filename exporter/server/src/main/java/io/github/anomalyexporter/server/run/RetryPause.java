package io.github.anomalyexporter.server.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The pauses of a run that fails again and again: a minute after the first failure, twice as long
 * after each further one. In monotonic time: a clock that is set back does not prolong a pause. For
 * one thread.
 */
final class RetryPause {
  private static final Duration FIRST = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private Duration pause = Duration.ZERO;
  private long since;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  RetryPause(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  boolean isOver() {
    return pause.isZero() || nanoTime.getAsLong() - since >= pause.toNanos();
  }

  /**
   * Starts the next pause.
   *
   * @param longest that it may be; zero for none
   * @return how long it is
   */
  Duration begin(Duration longest) {
    Duration next = pause.isZero() ? FIRST : pause.multipliedBy(2);
    pause = next.compareTo(longest) < 0 ? next : longest;
    since = nanoTime.getAsLong();
    return pause;
  }

  /** The run has ended well: the next pause is a short one again. */
  void reset() {
    pause = Duration.ZERO;
  }
}
