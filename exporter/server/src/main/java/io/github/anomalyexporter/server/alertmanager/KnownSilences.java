package io.github.anomalyexporter.server.alertmanager;

import java.time.Duration;
import java.time.Instant;
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

  /** Beyond it those that end first are forgotten. */
  static final int MOST = 5_000;

  /** Of all together, in characters: some MB on disk, however long a matcher is. */
  private static final int LARGEST = 2_000_000;

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
            .limit(MOST)
            .toList();
    return new KnownSilences(fitting(kept), spanUntil(time));
  }

  private static List<Silence> fitting(List<Silence> silences) {
    int size = 0;
    int count = 0;
    while (count < silences.size() && size + silences.get(count).size() <= LARGEST) {
      size += silences.get(count).size();
      count++;
    }
    return silences.subList(0, count);
  }

  private Span spanUntil(Instant time) {
    Instant remembered = time.minus(RETENTION);
    return span == null || span.until().isBefore(remembered)
        ? new Span(remembered, time)
        : new Span(span.from(), time);
  }
}
