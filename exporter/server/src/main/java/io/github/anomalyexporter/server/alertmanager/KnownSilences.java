package io.github.anomalyexporter.server.alertmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Known silences, including silences that Alertmanager has already deleted. Immutable.
 *
 * @param silences with unique ids, in descending order of end
 * @param span the time for which the silences are complete; null before the first reading
 */
record KnownSilences(List<Silence> silences, @Nullable Span span) {
  static final KnownSilences NONE = new KnownSilences(List.of(), null);

  /** Maximum number of silences; beyond it the silences that end first are dropped. */
  static final int MOST = 5_000;

  /** Maximum total size in characters: some MB on disk for matchers of any length. */
  static final int LARGEST = 2_000_000;

  /** Default time for which Alertmanager keeps expired silences ({@code --data.retention}). */
  static final Duration RETENTION = Duration.ofDays(5);

  /** Time span. */
  record Span(Instant from, Instant until) {}

  KnownSilences {
    silences = List.copyOf(silences);
  }

  /**
   * Merges these silences with a response of Alertmanager, which takes precedence.
   *
   * @param answer all silences of Alertmanager, including expired silences
   * @param time time of the response. A silence that had not expired and is absent from the
   *     response, for example after a data loss of Alertmanager, ended at this time.
   * @param forgetBefore silences that ended before this time are dropped
   */
  KnownSilences updated(List<Silence> answer, Instant time, Instant forgetBefore) {
    Map<String, Silence> byId = new HashMap<>();
    Set<String> answered = new HashSet<>();
    answer.forEach(each -> answered.add(each.id()));
    for (Silence each : silences) {
      boolean lost = !answered.contains(each.id()) && each.endsAt().isAfter(time);
      byId.put(each.id(), lost ? each.endedAt(time) : each);
    }
    answer.forEach(each -> byId.put(each.id(), each));
    List<Silence> kept =
        byId.values().stream()
            .filter(Silence::isEverInForce)
            .filter(each -> each.endsAt().isAfter(forgetBefore))
            .sorted(Comparator.comparing(Silence::endsAt).reversed().thenComparing(Silence::id))
            .toList();
    return new KnownSilences(fitting(kept), spanUntil(time));
  }

  /**
   * Returns the silences within the size limit; a silence that is too long does not exclude the
   * silences after it.
   */
  private static List<Silence> fitting(List<Silence> silences) {
    List<Silence> fitting = new ArrayList<>();
    long size = 0;
    for (Silence silence : silences) {
      if (fitting.size() < MOST && silence.size() <= LARGEST - size) {
        fitting.add(silence);
        size += silence.size();
      }
    }
    return fitting;
  }

  private Span spanUntil(Instant time) {
    Instant remembered = time.minus(RETENTION);
    return span == null || span.until().isBefore(remembered)
        ? new Span(remembered, time)
        : new Span(span.from(), time);
  }
}
