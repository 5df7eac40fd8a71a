package io.github.anomalyexporter.server.alertmanager;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Silence, active from its start (inclusive) to its end (exclusive). A silence that was expired
 * early has its actual end.
 *
 * @param matchers an alert must match all of them
 * @param createdBy as Alertmanager has it; may be empty
 * @param comment may be empty
 */
record Silence(
    String id,
    List<LabelMatcher> matchers,
    Instant startsAt,
    Instant endsAt,
    String createdBy,
    String comment) {
  private static final int PER_MATCHER = 64;

  Silence {
    matchers = List.copyOf(matchers);
  }

  Silence(String id, List<LabelMatcher> matchers, Instant startsAt, Instant endsAt) {
    this(id, matchers, startsAt, endsAt, "", "");
  }

  /**
   * Returns whether the silence can match no alert of another program: silences that the exporter
   * creates have this matcher.
   */
  boolean isOfExporterAlone() {
    return matchers.contains(AlertLabels.OF_EXPORTER);
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
    return createdBy.length()
        + comment.length()
        + matchers.stream()
            .mapToLong(it -> PER_MATCHER + it.name().length() + it.value().length())
            .sum();
  }

  Silence endedAt(Instant end) {
    return new Silence(id, matchers, startsAt, end, createdBy, comment);
  }
}
