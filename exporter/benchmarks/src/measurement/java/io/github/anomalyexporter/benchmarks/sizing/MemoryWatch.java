package io.github.anomalyexporter.benchmarks.sizing;

import io.github.anomalyexporter.it.support.ProcessUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads memory and CPU time of the processes that a process has started, every second until it is
 * closed.
 */
final class MemoryWatch implements AutoCloseable {
  private final ProcessHandle parent;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> readings;
  private volatile long mostHeap;
  private volatile long mostOutsideHeap;
  private volatile Duration mostCpu = Duration.ZERO;

  /**
   * Begins to read.
   *
   * @param pid of the parent
   */
  MemoryWatch(long pid) {
    this.parent = ProcessHandle.of(pid).orElseThrow();
    this.readings = executor.scheduleWithFixedDelay(this::read, 0, 1, TimeUnit.SECONDS);
  }

  private void read() {
    parent.children().forEach(this::read);
  }

  private void read(ProcessHandle child) {
    ProcessUsage usage = new ProcessUsage(child.pid());
    try {
      ProcessUsage.Memory memory = usage.memory();
      Duration cpu = usage.cpu();
      mostHeap = Math.max(mostHeap, memory.heap());
      mostOutsideHeap = Math.max(mostOutsideHeap, memory.outsideHeap());
      mostCpu = mostCpu.compareTo(cpu) < 0 ? cpu : mostCpu;
    } catch (IOException e) {
      if (child.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns the CPU time of the child with the most. */
  Duration mostCpu() {
    return mostCpu;
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
