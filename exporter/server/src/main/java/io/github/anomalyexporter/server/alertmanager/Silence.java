package io.github.anomalyexporter.server.alertmanager;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A silence, in force from its start until before its end. One that is ended early has its real
 * end.
 *
 * @param matchers all of which an alert has to match
 */
record Silence(String id, List<LabelMatcher> matchers, Instant startsAt, Instant endsAt) {
  private static final int PER_MATCHER = 64;

  Silence {
    matchers = List.copyOf(matchers);
  }

  /** One that was ended before it began was never in force. */
  boolean isEverInForce() {
    return startsAt.isBefore(endsAt);
  }

  boolean isInForce(Instant time) {
    return !time.isBefore(startsAt) && time.isBefore(endsAt);
  }

  /** A matcher that cannot be tried; the silence matches no instance then. */
  Optional<LabelMatcher> unreadable(CompiledExpressions expressions) {
    return matchers.stream().filter(it -> it.condition(expressions).isEmpty()).findFirst();
  }

  /** In characters, about. */
  long size() {
    return matchers.stream()
        .mapToLong(it -> PER_MATCHER + it.name().length() + it.value().length())
        .sum();
  }

  Silence endedAt(Instant end) {
    return new Silence(id, matchers, startsAt, end);
  }
}
