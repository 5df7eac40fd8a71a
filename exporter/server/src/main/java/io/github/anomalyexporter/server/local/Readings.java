package io.github.anomalyexporter.server.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last readings of a machine, and the rates of its counters over them: from the oldest reading
 * of the window to the newest. For one thread.
 */
final class Readings {
  /**
   * More readings in a window than any interval of interest gives; with more, the window is
   * shorter.
   */
  static final int MOST = 64;

  /** Share of the window by which its oldest reading may be older: a reading can be late. */
  private static final double LATE = 0.1;

  private record Reading(long nanos, MachineValues values) {}

  /** The newest first. */
  private final Deque<Reading> readings = new ArrayDeque<>();

  private final long longest;

  /** No readings yet. */
  Readings(Duration window) {
    this.longest = (long) (window.toNanos() * (1 + LATE));
  }

  /**
   * Adds the newest reading, and forgets those that are older than the window, except the previous
   * one.
   *
   * @param nanos monotonic time, as {@link System#nanoTime}
   */
  void add(long nanos, MachineValues values) {
    Reading before = readings.peekFirst();
    readings.addFirst(new Reading(nanos, before == null ? values : values.steady(before.values)));
    while (readings.size() > MOST
        || (readings.size() > 2 && nanos - readings.getLast().nanos > longest)) {
      readings.removeLast();
    }
  }

  /** Returns the newest value of a gauge, or NaN. */
  double last(Gauge gauge) {
    Reading newest = readings.peekFirst();
    return newest == null ? Double.NaN : newest.values.get(gauge);
  }

  /** Returns the mean of a gauge over the window, NaN if the newest reading does not have it. */
  double mean(Gauge gauge) {
    return Double.isNaN(last(gauge))
        ? Double.NaN
        : readings.stream()
            .mapToDouble(reading -> reading.values.get(gauge))
            .filter(value -> !Double.isNaN(value))
            .average()
            .orElse(Double.NaN);
  }

  /** Returns the sum of the rates of a counter per second, or NaN: see {@link #rates}. */
  double rate(Counter counter) {
    Collection<Double> rates = rates(counter).values();
    return rates.isEmpty()
        ? Double.NaN
        : rates.stream().mapToDouble(Double::doubleValue).reduce(0, Double::sum);
  }

  /** Returns the greatest rate of the parts of a counter per second, or NaN: see {@link #rates}. */
  double greatestRate(Counter counter) {
    return rates(counter).values().stream().reduce(Math::max).orElse(Double.NaN);
  }

  /**
   * Returns the increase per second of each part. A part whose counter decreased since the previous
   * reading has NaN; a part that is new in the newest reading is left out. Empty without two
   * readings.
   */
  Map<String, Double> rates(Counter counter) {
    Map<String, Double> rates = new TreeMap<>();
    Reading newest = readings.peekFirst();
    if (newest != null) {
      for (String part : newest.values.parts(counter).keySet()) {
        double rate = rate(counter, part);
        if (rate >= 0 || isKnownBefore(counter, part)) {
          rates.put(part, rate);
        }
      }
    }
    return rates;
  }

  private boolean isKnownBefore(Counter counter, String part) {
    return readings.stream()
        .skip(1)
        .limit(1)
        .anyMatch(before -> before.values.parts(counter).containsKey(part));
  }

  /** Since the oldest reading from which the part did not decrease; NaN without one. */
  private double rate(Counter counter, String part) {
    Iterator<Reading> back = readings.iterator();
    Reading newest = back.next();
    double end = newest.values.parts(counter).getOrDefault(part, Double.NaN);
    double begin = end;
    long nanos = 0;
    while (back.hasNext()) {
      Reading earlier = back.next();
      double value = earlier.values.parts(counter).getOrDefault(part, Double.NaN);
      if (!(value <= begin)) {
        break;
      }
      begin = value;
      nanos = newest.nanos - earlier.nanos;
    }
    return nanos > 0 ? (end - begin) / nanos * 1e9 : Double.NaN;
  }
}
