package io.github.anomalyexporter.core.model;

import java.time.Duration;

/**
 * The time of day as a few smooth terms: a constant 1, then sine and cosine of the first harmonics
 * of a day from midnight UTC. A daily cycle of any phase is a weighted sum of them.
 */
final class DailyCycle {
  private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final int harmonics;

  /**
   * @param harmonics 0 for the constant alone
   */
  DailyCycle(int harmonics) {
    this.harmonics = harmonics;
  }

  /** Returns the number of terms. */
  int terms() {
    return 1 + 2 * harmonics;
  }

  /** Writes the terms of a time from an offset on. */
  void write(long epochMillis, float[] into, int offset) {
    into[offset] = 1;
    double phase = 2 * Math.PI * (epochMillis % (long) DAY_MILLIS) / DAY_MILLIS;
    for (int harmonic = 1; harmonic <= harmonics; harmonic++) {
      into[offset + 2 * harmonic - 1] = (float) Math.sin(harmonic * phase);
      into[offset + 2 * harmonic] = (float) Math.cos(harmonic * phase);
    }
  }
}
