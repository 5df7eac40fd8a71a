package io.github.anomalyexporter.server.prometheus;

import java.time.Duration;
import java.util.Random;

/**
 * Exponential backoff with equal jitter: pauses double and are random in their upper half, so that
 * exporters that failed at the same time do not retry at the same time.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Random random;

  Backoff(Random random) {
    this.random = random;
  }

  /**
   * @param retry number of the retry, from 0
   * @param retryAfter minimum pause requested by the server
   */
  Duration pause(int retry, Duration retryAfter) {
    long ceiling = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(retry, 10));
    Duration pause = Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    return pause.compareTo(retryAfter) < 0 ? retryAfter : pause;
  }
}
