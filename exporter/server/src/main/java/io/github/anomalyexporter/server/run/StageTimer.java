package io.github.anomalyexporter.server.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Measures the stages of one detector's runs of one kind, in monotonic time. */
final class StageTimer {
  private final String detector;
  private final RunKind kind;
  private final RunObserver observer;
  private final LongSupplier nanoTime;

  StageTimer(String detector, RunKind kind, RunObserver observer, LongSupplier nanoTime) {
    this.detector = detector;
    this.kind = kind;
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  /** Part of a run. */
  interface Stage<T> {
    T run() throws InterruptedException;
  }

  <T> T time(String name, Stage<T> stage) throws InterruptedException {
    long start = nanoTime.getAsLong();
    T result = stage.run();
    observer.stageEnded(detector, kind, name, Duration.ofNanos(nanoTime.getAsLong() - start));
    return result;
  }
}
