package io.github.anomalyexporter.server.samples;

import java.time.Instant;

/**
 * Keys of the maps of a file. Recent rows are ordered by time, so that a batch changes one page;
 * blocks are ordered by instance, so that a history is read from consecutive pages.
 */
final class Keys {
  private static final int TIME_BITS = 43;
  private static final int NUMBER_BITS = 63 - TIME_BITS;

  /** In the year 2248. */
  static final long LAST_TIME = (1L << TIME_BITS) - 1;

  /** Numbers are below it, so that a key after that of any block is positive. */
  static final int MOST_INSTANCES = (1 << NUMBER_BITS) - 1;

  private Keys() {}

  static boolean isStorable(Instant time) {
    return !time.isBefore(Instant.EPOCH) && !time.isAfter(Instant.ofEpochMilli(LAST_TIME));
  }

  /** Key of a row: time in milliseconds, then the number of the instance. */
  static long row(long time, int number) {
    return time << NUMBER_BITS | number;
  }

  /** Returns a key that is after those of all rows before a time, and not after any other. */
  static long rowsFrom(long time) {
    return time > LAST_TIME ? Long.MAX_VALUE : row(Math.max(time, 0), 0);
  }

  static long timeOfRow(long key) {
    return key >>> NUMBER_BITS;
  }

  static int numberOfRow(long key) {
    return (int) (key & ((1 << NUMBER_BITS) - 1));
  }

  /** Key of a block: number of the instance, then the time of the first row of the grid. */
  static long block(int number, long start) {
    return (long) number << TIME_BITS | Math.min(Math.max(start, 0), LAST_TIME);
  }

  static int numberOfBlock(long key) {
    return (int) (key >>> TIME_BITS);
  }

  static long startOfBlock(long key) {
    return key & LAST_TIME;
  }
}
