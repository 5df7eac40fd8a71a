package io.github.anomalyexporter.server.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Detects that the clock was set back, after which timers for a time of day wait until the clock
 * has caught up. Uses monotonic time for its own interval.
 */
final class ClockWatch implements AutoCloseable {
  /** Shorter jumps are compensated by waiting. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Consumer<Duration> setBack;
  private final ScheduledExecutorService thread;
  private Instant latest = Instant.MIN;

  /**
   * @param setBack receives a lower bound of the jump, on a separate thread
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
