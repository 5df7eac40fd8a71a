package io.github.anomalyexporter.it.measurement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Looks at the memory of a process every second for as long as it is open. */
final class MemoryWatch implements AutoCloseable {
  private final ProcessUsage usage;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> looks;
  private volatile long mostHeap;
  private volatile long mostOutsideHeap;

  MemoryWatch(ProcessUsage usage) {
    this.usage = usage;
    this.looks = executor.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      ProcessUsage.Memory memory = usage.memory();
      mostHeap = Math.max(mostHeap, memory.heap());
      mostOutsideHeap = Math.max(mostOutsideHeap, memory.outsideHeap());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most of the heap that was resident, in bytes. */
  long mostHeap() {
    return mostHeap;
  }

  /** The most that was resident outside of the heap, in bytes. */
  long mostOutsideHeap() {
    return mostOutsideHeap;
  }

  /**
   * Ends it.
   *
   * @throws IllegalStateException if the process could not be looked at
   */
  @Override
  public void close() {
    looks.cancel(false);
    executor.shutdown();
    if (looks.isDone() && !looks.isCancelled()) {
      try {
        looks.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
