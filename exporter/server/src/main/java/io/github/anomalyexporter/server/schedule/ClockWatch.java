package io.github.anomalyexporter.server.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Notices that the clock was set back: whoever waits for a time of day then waits until the clock
 * has caught up. Keeps its own pace by time that only goes forward.
 */
final class ClockWatch implements AutoCloseable {
  /** Jumps of less than this are made up for by waiting. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Consumer<Duration> setBack;
  private final ScheduledExecutorService thread;
  private Instant latest = Instant.MIN;

  /**
   * @param setBack told by how much, at least; on a thread of its own
   */
  ClockWatch(String name, InstantSource clock, Consumer<Duration> setBack) {
    this.clock = clock;
    this.setBack = setBack;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread watch = new Thread(task, name + "-clock");
              watch.setDaemon(true);
              return watch;
            });
  }

  void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    Instant now = clock.instant();
    Instant before = latest;
    latest = now;
    if (now.isBefore(before)) {
      setBack.accept(Duration.between(now, before));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
