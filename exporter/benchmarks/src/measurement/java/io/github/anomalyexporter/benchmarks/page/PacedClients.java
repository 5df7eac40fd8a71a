package io.github.anomalyexporter.benchmarks.page;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Clients that each take a turn at a fixed interval, evenly distributed in time. A turn is due
 * whether or not the turn before has ended: latencies that are counted from there show a server
 * that does not keep up.
 */
final class PacedClients {
  private final ExecutorService threads;
  private final List<? extends Future<?>> clients;
  private volatile boolean stopped;

  /**
   * Starts the clients.
   *
   * @param turn receives the time of {@link System#nanoTime} at which it is due
   */
  PacedClients(int count, Duration interval, LongConsumer turn) {
    threads = Executors.newFixedThreadPool(count);
    long begin = System.nanoTime();
    long distance = interval.toNanos();
    clients =
        IntStream.range(0, count)
            .mapToLong(client -> begin + client * distance / count)
            .mapToObj(first -> threads.submit(() -> takeTurns(first, distance, turn)))
            .toList();
  }

  private void takeTurns(long first, long distance, LongConsumer turn) {
    long due = first;
    while (awaits(due)) {
      turn.accept(due);
      due += distance;
    }
  }

  /** Waits for a time; returns false if the clients are stopped before. */
  private boolean awaits(long due) {
    while (!stopped) {
      long left = due - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      LockSupport.parkNanos(Math.min(left, 100_000_000));
    }
    return false;
  }

  /**
   * Stops the clients after their current turns.
   *
   * @throws ExecutionException if a turn has failed
   */
  void stop() throws InterruptedException, ExecutionException {
    stopped = true;
    try {
      for (Future<?> client : clients) {
        client.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
