package io.github.anomalyexporter.benchmarks.page;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Latencies of the answered requests of one kind. Safe for use by several threads. */
final class Latencies {
  private final Collection<Long> nanos = new ConcurrentLinkedQueue<>();
  private final long begin = System.nanoTime();
  private volatile long last = begin;

  /** Adds a request by the times at which it was due and answered, of {@link System#nanoTime}. */
  void add(long due, long answered) {
    nanos.add(answered - due);
    last = answered;
  }

  /** Returns answers a second, median, 95th and 99th percentile, and the slowest. */
  String cells() {
    List<Long> sorted = nanos.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.1f | %.1f ms | %.1f ms | %.1f ms | %.1f ms",
        sorted.size() / ((last - begin) / 1e9),
        at(sorted, 0.5),
        at(sorted, 0.95),
        at(sorted, 0.99),
        at(sorted, 1));
  }

  private static double at(List<Long> sorted, double share) {
    return sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
  }
}
