package io.github.anomalyexporter.server.schedule;

import io.github.anomalyexporter.server.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A run of a schedule: what stays the same from one start to the next. Can be suspended, which
 * interrupts it where it is under way. Safe for use by several threads.
 */
final class ScheduledRun {
  private final Run run;
  private final Duration interval;
  private final LongConsumer missed;
  private @Nullable Instant lastScheduled;
  private @Nullable Thread running;
  private boolean suspended;

  /**
   * @param missed told how many starts were skipped, where some were
   */
  ScheduledRun(Run run, Duration interval, LongConsumer missed) {
    this.run = run;
    this.interval = interval;
    this.missed = missed;
  }

  /** Runs once, unless suspended; one at a time. */
  void start(Instant scheduled) throws InterruptedException {
    if (!enter()) {
      return;
    }
    try {
      countMissed(scheduled);
      run.run(scheduled);
    } finally {
      leave();
    }
  }

  /** Quartz does not say how many starts it has skipped; the times of those it did not, do. */
  private void countMissed(Instant scheduled) {
    if (lastScheduled != null) {
      long intervals =
          Math.round(
              (double) Duration.between(lastScheduled, scheduled).toMillis() / interval.toMillis());
      if (intervals > 1) {
        missed.accept(intervals - 1);
      }
    }
    lastScheduled = scheduled;
  }

  private synchronized boolean enter() {
    if (suspended) {
      return false;
    }
    running = Thread.currentThread();
    return true;
  }

  private synchronized void leave() {
    running = null;
    // An interrupt that came too late must not reach what the thread does next.
    boolean unused = Thread.interrupted();
    notifyAll();
  }

  /** Interrupts a run under way and lets none start until {@link #resume}; does not wait. */
  synchronized void suspend() {
    suspended = true;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Waits until no run is under way. */
  synchronized void awaitEnd() throws InterruptedException {
    while (running != null) {
      wait();
    }
  }

  synchronized void resume() {
    suspended = false;
  }
}
