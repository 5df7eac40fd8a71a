package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.alertmanager.KnownSilences.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Times in which an instance is silenced: the union of all matching silences. A scrape checks a few
 * spans for any number of silences. Immutable.
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
