package io.github.anomalyexporter.server.recent;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The largest scores of one instance in the last slots of time, 8 bytes a slot; the score is error
 * over threshold. A slot has the time up to its end, which is a multiple of its length; a slot
 * without a score is NaN. For use by one thread at a time.
 */
final class ScoreRing {
  private final long length;
  private final float[] errors;
  private final float[] thresholds;
  private long newest;

  /**
   * @param length of a slot
   * @param time of the first score
   */
  ScoreRing(Duration length, int slots, Instant time) {
    this.length = length.toMillis();
    this.errors = new float[slots];
    this.thresholds = new float[slots];
    Arrays.fill(errors, Float.NaN);
    Arrays.fill(thresholds, Float.NaN);
    this.newest = slot(time);
  }

  private long slot(Instant time) {
    return -Math.floorDiv(-time.toEpochMilli(), length);
  }

  private int index(long slot) {
    return Math.floorMod(slot, errors.length);
  }

  /**
   * Adds a score. Slots after its time were filled before the clock was set back: they are emptied.
   *
   * @param error 0 or more
   * @param threshold above 0
   */
  void add(Instant time, double error, double threshold) {
    long slot = slot(time);
    clear(Math.min(slot, newest) + 1, Math.max(slot, newest));
    newest = slot;
    int index = index(slot);
    float known = (float) error;
    float limit = (float) threshold;
    if (error > threshold && known <= limit) {
      known = Math.nextUp(limit); // An anomaly stays one when its error is rounded.
    }
    // False for an empty slot.
    if (!(errors[index] / thresholds[index] >= known / limit)) {
      errors[index] = known;
      thresholds[index] = limit;
    }
  }

  private void clear(long first, long last) {
    for (long slot = Math.max(first, last - errors.length + 1); slot <= last; slot++) {
      errors[index(slot)] = Float.NaN;
    }
  }

  /** Returns the begin of the oldest slot. */
  Instant begin() {
    return Instant.ofEpochMilli((newest - errors.length) * length);
  }

  /** Returns the end of the oldest slot with a score; empty without one. */
  Optional<Instant> oldest() {
    for (long slot = newest - errors.length + 1; slot <= newest; slot++) {
      if (!Float.isNaN(errors[index(slot)])) {
        return Optional.of(Instant.ofEpochMilli(slot * length));
      }
    }
    return Optional.empty();
  }

  /** Receives a slot with a score. */
  @FunctionalInterface
  interface Slots {
    /** Receives its end in milliseconds, and the error and threshold of its largest score. */
    void add(long end, float error, float threshold);
  }

  /** Passes the slots with a score on, oldest first. */
  void forEach(Slots sink) {
    for (long slot = newest - errors.length + 1; slot <= newest; slot++) {
      int index = index(slot);
      if (!Float.isNaN(errors[index])) {
        sink.add(slot * length, errors[index], thresholds[index]);
      }
    }
  }

  /** Returns the point of a slot: numbers with the decimal representation of the floats. */
  static ScorePoint point(Instant time, float error, float threshold) {
    return new ScorePoint(time, score(error, threshold), exact(threshold), exact(error));
  }

  /** Returns the score, above 1 if error is above threshold. */
  static double score(float error, float threshold) {
    double score = (double) error / threshold;
    double rounded = exact((float) score);
    return score > 1 && rounded <= 1 ? score : rounded;
  }

  /** Returns the double with the decimal representation of the float. */
  private static double exact(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
