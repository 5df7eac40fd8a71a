package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.alertmanager.KnownSilences.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When an instance is silenced: the times of all silences that match it, joined where they overlap.
 * However many silences there are, a scrape looks at a few spans. Immutable.
 */
record SilencedSpans(List<Span> spans) {
  static final SilencedSpans NONE = new SilencedSpans(List.of());

  SilencedSpans {
    spans = List.copyOf(spans);
  }

  static SilencedSpans of(List<Silence> silences) {
    List<Span> joined = new ArrayList<>();
    silences.stream()
        .sorted(Comparator.comparing(Silence::startsAt))
        .forEach(
            silence -> {
              Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
              if (last == null || last.until().isBefore(silence.startsAt())) {
                joined.add(new Span(silence.startsAt(), silence.endsAt()));
              } else if (last.until().isBefore(silence.endsAt())) {
                joined.set(joined.size() - 1, new Span(last.from(), silence.endsAt()));
              }
            });
    return new SilencedSpans(joined);
  }

  boolean contain(Instant time) {
    return spans.stream()
        .anyMatch(span -> !time.isBefore(span.from()) && time.isBefore(span.until()));
  }
}
