package io.github.anomalyexporter.benchmarks.sizing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Reads the memory of a process every second until it is closed. */
final class MemoryWatch implements AutoCloseable {
  private final ProcessUsage usage;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> readings;
  private volatile long mostHeap;
  private volatile long mostOutsideHeap;

  MemoryWatch(ProcessUsage usage) {
    this.usage = usage;
    this.readings = executor.scheduleWithFixedDelay(this::read, 0, 1, TimeUnit.SECONDS);
  }

  private void read() {
    try {
      ProcessUsage.Memory memory = usage.memory();
      mostHeap = Math.max(mostHeap, memory.heap());
      mostOutsideHeap = Math.max(mostOutsideHeap, memory.outsideHeap());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the maximum of the resident heap, in bytes. */
  long mostHeap() {
    return mostHeap;
  }

  /** Returns the maximum of the resident memory outside of the heap, in bytes. */
  long mostOutsideHeap() {
    return mostOutsideHeap;
  }

  /**
   * Ends the readings.
   *
   * @throws IllegalStateException if a reading failed
   */
  @Override
  public void close() {
    readings.cancel(false);
    executor.shutdown();
    if (readings.isDone() && !readings.isCancelled()) {
      try {
        readings.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
