package io.github.anomalyexporter.server.schedule;

import io.github.anomalyexporter.server.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * State of a scheduled run across its starts. Suspending it interrupts an active run. Safe for use
 * by several threads.
 */
final class ScheduledRun {
  private final Run run;
  private final Duration interval;
  private final LongConsumer missed;
  private @Nullable Instant lastScheduled;
  private @Nullable Thread running;
  private boolean suspended;

  /**
   * @param missed receives the number of skipped starts, if any
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

  /**
   * Counts skipped starts by the scheduled times of executed starts, because Quartz does not report
   * skipped starts.
   */
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
    // A late interrupt must not affect the next task of the thread.
    boolean unused = Thread.interrupted();
    notifyAll();
  }

  /** Interrupts an active run and prevents starts until {@link #resume}; does not wait. */
  synchronized void suspend() {
    suspended = true;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Waits until no run is active. */
  synchronized void awaitEnd() throws InterruptedException {
    while (running != null) {
      wait();
    }
  }

  synchronized void resume() {
    suspended = false;
  }
}
