package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.config.WebConfig.RateLimit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bounds the failed logins of one user from one address: after a burst of failures, further
 * attempts are refused without a check until time has passed. Other users, and the same user from
 * another address, are not affected. Thread-safe.
 */
final class FailedLogins {
  /** Enough for a person who looks for the right password. */
  static final int BURST = 10;

  /** Some 120 guesses an hour. */
  static final Duration INTERVAL = Duration.ofSeconds(30);

  private static final RateLimit LIMIT = new RateLimit(INTERVAL, BURST);

  /** Some MB. The attempts that began longest ago are forgotten first. */
  private static final int MOST_KNOWN = 10_000;

  private final LongSupplier nanoTime;
  private final Map<Attempt, TokenBucket> left =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, TokenBucket> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /** Names of users have fewer characters; an invented one may have thousands. */
  private static final int LONGEST_NAME = 64;

  private record Attempt(String address, String user) {
    static Attempt of(String address, String user) {
      return new Attempt(address, user.substring(0, Math.min(user.length(), LONGEST_NAME)));
    }
  }

  /**
   * @param nanoTime like {@link System#nanoTime}
   */
  FailedLogins(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Returns whether a further attempt is checked. */
  synchronized boolean admits(String address, String user) {
    TokenBucket bucket = left.get(Attempt.of(address, user));
    return bucket == null || bucket.hasToken();
  }

  /** Counts a failure. */
  synchronized void count(String address, String user) {
    boolean unused =
        left.computeIfAbsent(Attempt.of(address, user), attempt -> new TokenBucket(LIMIT, nanoTime))
            .tryTake();
  }
}
