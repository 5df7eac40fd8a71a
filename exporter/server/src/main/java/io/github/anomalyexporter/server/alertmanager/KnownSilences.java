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
 * The silences that are known, also those that Alertmanager has forgotten. Immutable.
 *
 * @param silences each of an id of its own, the one that ends last first
 * @param span the time about which they tell everything; null before the first reading
 */
record KnownSilences(List<Silence> silences, @Nullable Span span) {
  static final KnownSilences NONE = new KnownSilences(List.of(), null);

  /** Beyond it those that end first are not known. */
  static final int MOST = 5_000;

  /** Of all together, in characters: some MB on disk, however long a matcher is. */
  static final int LARGEST = 2_000_000;

  /** How long Alertmanager itself remembers silences that have ended ({@code --data.retention}). */
  static final Duration RETENTION = Duration.ofDays(5);

  /** From when until when. */
  record Span(Instant from, Instant until) {}

  KnownSilences {
    silences = List.copyOf(silences);
  }

  /**
   * These and what Alertmanager has answered, which wins.
   *
   * @param answer all silences it has, ended ones too
   * @param time of the answer. A silence that was still to end and is in the answer no more, as
   *     after a loss of Alertmanager's own data, ended then.
   * @param forgetBefore silences that had ended by then are of no use any more
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

  /** One that is too long keeps out itself alone. */
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
