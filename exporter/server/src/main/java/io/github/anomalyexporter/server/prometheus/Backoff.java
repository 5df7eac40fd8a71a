package io.github.anomalyexporter.server.prometheus;

import java.time.Duration;
import java.util.Random;

/**
 * How long to wait before a retry: doubling, and random in its upper half, so that exporters that
 * failed together do not return together ("equal jitter").
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Random random;

  Backoff(Random random) {
    this.random = random;
  }

  /**
   * @param retry 0 for the first
   * @param retryAfter what the server asked for; waited for in full even if longer
   */
  Duration pause(int retry, Duration retryAfter) {
    long ceiling = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(retry, 10));
    Duration pause = Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    return pause.compareTo(retryAfter) < 0 ? retryAfter : pause;
  }
}
