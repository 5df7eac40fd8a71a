package io.github.anomalyexporter.server.samples;

import java.time.Instant;

/**
 * Keys of the maps of a file: a time in milliseconds, then the number of an instance. What is added
 * and what is removed is so at the end and at the beginning of a map, and other pages of the file
 * stay as they are.
 */
final class Keys {
  private static final int TIME_BITS = 43;
  private static final int NUMBER_BITS = 63 - TIME_BITS;

  /** In the year 2248. */
  static final long LAST_TIME = (1L << TIME_BITS) - 1;

  static final int MOST_INSTANCES = 1 << NUMBER_BITS;

  private Keys() {}

  static boolean isStorable(Instant time) {
    return !time.isBefore(Instant.EPOCH) && !time.isAfter(Instant.ofEpochMilli(LAST_TIME));
  }

  static long of(long time, int number) {
    return time << NUMBER_BITS | number;
  }

  /** Returns a key that is after all of the times before, and not after any other. */
  static long from(long time) {
    return time > LAST_TIME ? Long.MAX_VALUE : of(Math.max(time, 0), 0);
  }

  static long time(long key) {
    return key >>> NUMBER_BITS;
  }

  static int number(long key) {
    return (int) (key & (MOST_INSTANCES - 1));
  }
}
