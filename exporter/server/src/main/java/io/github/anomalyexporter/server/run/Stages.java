package io.github.anomalyexporter.server.run;

import java.time.Duration;
import java.time.InstantSource;

/** Times the stages of one detector's runs of one kind. */
final class Stages {
  private final String detector;
  private final RunKind kind;
  private final RunObserver observer;
  private final InstantSource clock;

  Stages(String detector, RunKind kind, RunObserver observer, InstantSource clock) {
    this.detector = detector;
    this.kind = kind;
    this.observer = observer;
    this.clock = clock;
  }

  /** Part of a run. */
  interface Stage<T> {
    T run() throws InterruptedException;
  }

  <T> T time(String name, Stage<T> stage) throws InterruptedException {
    var start = clock.instant();
    T result = stage.run();
    observer.stageEnded(detector, kind, name, Duration.between(start, clock.instant()));
    return result;
  }
}
