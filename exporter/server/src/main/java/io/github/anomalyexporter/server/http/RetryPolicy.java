package io.github.anomalyexporter.server.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * Retries at one server with exponential backoff and equal jitter: pauses double and are random in
 * their upper half, so that exporters that failed at the same time do not retry at the same time.
 *
 * @param most maximum number of retries
 * @param random source of the jitter
 * @param sleeper waits between two attempts
 */
public record RetryPolicy(int most, Random random, Sleeper sleeper) {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** Waits between two attempts: {@code Thread.sleep}, or a recording in tests. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /**
   * Returns the pause before a retry, at least the pause that the server requests; empty if a retry
   * cannot succeed, is one too many, or would be after the deadline.
   *
   * @param retry number of the retry, from 0
   */
  Optional<Duration> pause(int retry, RequestException failure, Deadline deadline) {
    if (!failure.isTransient() || retry >= most) {
      return Optional.empty();
    }
    Duration pause = jittered(retry);
    if (pause.compareTo(failure.retryAfter()) < 0) {
      pause = failure.retryAfter();
    }
    return Optional.of(pause).filter(it -> it.compareTo(deadline.remaining()) < 0);
  }

  private Duration jittered(int retry) {
    long ceiling = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(retry, 10));
    return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
  }
}
