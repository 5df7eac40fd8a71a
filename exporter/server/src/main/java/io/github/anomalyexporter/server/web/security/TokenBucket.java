package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.config.WebConfig.RateLimit;
import java.util.function.LongSupplier;

/** Token bucket: admits a burst of requests, then one request per interval. Thread-safe. */
final class TokenBucket {
  private final double nanosPerToken;
  private final int burst;
  private final LongSupplier nanoTime;
  private double tokens;
  private long filled;

  /**
   * @param nanoTime like {@link System#nanoTime}
   */
  TokenBucket(RateLimit limit, LongSupplier nanoTime) {
    this.nanosPerToken = limit.interval().toNanos();
    this.burst = limit.burst();
    this.nanoTime = nanoTime;
    this.tokens = burst;
    this.filled = nanoTime.getAsLong();
  }

  /** Takes a token; returns false if none is left. */
  synchronized boolean tryTake() {
    fill();
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Returns whether a token is left. */
  synchronized boolean hasToken() {
    fill();
    return tokens >= 1;
  }

  private void fill() {
    long now = nanoTime.getAsLong();
    tokens = Math.min(burst, tokens + (now - filled) / nanosPerToken);
    filled = now;
  }
}
