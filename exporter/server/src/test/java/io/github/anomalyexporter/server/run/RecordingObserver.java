package io.github.anomalyexporter.server.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers what it is told. */
public final class RecordingObserver implements RunObserver {
  /** As {@code scoring query}, in the order in which they ended. */
  public final List<String> stages = new CopyOnWriteArrayList<>();

  /** Of the stages. */
  public final List<Duration> durations = new CopyOnWriteArrayList<>();

  /** As {@code scoring}, in the order in which they ended. */
  public final List<String> ended = new CopyOnWriteArrayList<>();

  /** As {@code scoring timeout}. */
  public final List<String> failed = new CopyOnWriteArrayList<>();

  public final AtomicLong missed = new AtomicLong();

  @Override
  public void stageEnded(String detector, RunKind kind, String stage, Duration duration) {
    stages.add(kind.label() + " " + stage);
    durations.add(duration);
  }

  @Override
  public void runEnded(String detector, RunKind kind) {
    ended.add(kind.label());
  }

  @Override
  public void runFailed(String detector, RunKind kind, String category) {
    failed.add(kind.label() + " " + category);
  }

  @Override
  public void runsMissed(String detector, RunKind kind, long count) {
    missed.addAndGet(count);
  }
}
