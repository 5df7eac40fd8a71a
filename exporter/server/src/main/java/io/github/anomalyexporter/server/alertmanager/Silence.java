package io.github.anomalyexporter.server.alertmanager;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Silence, active from its start (inclusive) to its end (exclusive). A silence that was expired
 * early has its actual end.
 *
 * @param matchers an alert must match all of them
 */
record Silence(String id, List<LabelMatcher> matchers, Instant startsAt, Instant endsAt) {
  private static final int PER_MATCHER = 64;

  Silence {
    matchers = List.copyOf(matchers);
  }

  /** Returns false for a silence that was expired before its start. */
  boolean isEverInForce() {
    return startsAt.isBefore(endsAt);
  }

  boolean isInForce(Instant time) {
    return !time.isBefore(startsAt) && time.isBefore(endsAt);
  }

  /** Returns a matcher that cannot be evaluated; the silence then matches no instance. */
  Optional<LabelMatcher> unreadable(CompiledExpressions expressions) {
    return matchers.stream().filter(it -> it.condition(expressions).isEmpty()).findFirst();
  }

  /** Returns the approximate size in characters. */
  long size() {
    return matchers.stream()
        .mapToLong(it -> PER_MATCHER + it.name().length() + it.value().length())
        .sum();
  }

  Silence endedAt(Instant end) {
    return new Silence(id, matchers, startsAt, end);
  }
}
