package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.alertmanager.KnownSilences.Span;
import io.github.anomalyexporter.server.config.AlertmanagerConfig;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemption;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.exemption.KnownExemption;
import io.github.anomalyexporter.server.exemption.PastExemptions;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exemptions by silences that match the anomaly alerts of one detector's instances. */
final class SilenceExemptions implements Exemptions {
  private static final Logger LOGGER = LoggerFactory.getLogger(SilenceExemptions.class);

  /** Readings that may be late or fail before silences count as unknown. */
  private static final int LATE_READINGS = 3;

  private final String detector;
  private final AlertLabels labels;
  private final Duration patience;
  private final Duration late;
  private final Silences silences;
  private final AlertmanagerMetrics metrics;
  private final Lock matching = new ReentrantLock();

  /** Strongly referenced here because {@link Silences} holds only a weak reference. */
  private final Runnable afterReading = this::match;

  private volatile Set<Labels> watched = Set.of();
  private volatile Matched matched = new Matched(List.of(), Map.of());

  /**
   * Matching silences of each watched instance.
   *
   * @param silences the silences that were matched
   */
  private record Matched(List<Silence> silences, Map<Labels, SilencedSpans> spans) {}

  SilenceExemptions(
      DetectorConfig detector,
      AlertmanagerConfig config,
      Silences silences,
      AlertmanagerMetrics metrics) {
    this.detector = detector.name();
    this.labels =
        new AlertLabels(detector.name(), detector.source().identityLabels(), config.labels());
    this.patience = config.http().timeout();
    this.late = config.refreshInterval().multipliedBy(LATE_READINGS).plus(patience);
    this.silences = silences;
    this.metrics = metrics;
    silences.onRead(afterReading);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Does not wait for a match in progress: its result, or the next call, covers the instances.
   */
  @Override
  public void watch(Collection<Labels> instances) {
    watched = Set.copyOf(instances);
    if (!matched.spans().keySet().containsAll(watched) && matching.tryLock()) {
      try {
        match();
      } finally {
        matching.unlock();
      }
    }
  }

  /** Matches new instances and new silences; returns early if the thread is interrupted. */
  private void match() {
    matching.lock();
    try {
      Silences.Reading reading = silences.last();
      List<Silence> known = reading.known().silences();
      Matched last = matched;
      boolean sameSilences = last.silences().equals(known);
      SilenceIndex index = new SilenceIndex(labels, known, reading.expressions());
      Map<Labels, SilencedSpans> spans = new HashMap<>();
      for (Labels instance : watched) {
        SilencedSpans found = sameSilences ? last.spans().get(instance) : null;
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        spans.put(instance, found == null ? SilencedSpans.of(index.matching(instance)) : found);
      }
      matched = new Matched(known, spans);
    } finally {
      matching.unlock();
    }
  }

  @Override
  public Set<ExemptionReason> suppressing(Labels instance, Instant time) {
    return matched.spans().getOrDefault(instance, SilencedSpans.NONE).contain(time)
        ? Set.of(ExemptionReason.SILENCE)
        : Set.of();
  }

  @Override
  public List<KnownExemption> known(Labels instance, Instant time) {
    Silences.Reading reading = silences.last();
    List<Silence> lasting =
        reading.known().silences().stream().filter(it -> it.endsAt().isAfter(time)).toList();
    return new SilenceIndex(labels, lasting, reading.expressions())
        .matching(instance).stream().map(SilenceExemptions::known).toList();
  }

  private static KnownExemption known(Silence silence) {
    return new KnownExemption(
        ExemptionReason.SILENCE,
        silence.id(),
        silence.startsAt(),
        silence.endsAt(),
        silence.createdBy().isEmpty() ? null : silence.createdBy(),
        silence.comment().isEmpty() ? null : silence.comment(),
        silence.isOfExporterAlone());
  }

  @Override
  public PastExemptions during(List<Labels> instances, TimeRange history)
      throws InterruptedException {
    silences.awaitFirstReading(patience);
    Silences.Reading reading = silences.last();
    KnownSilences known = reading.known();
    warnOfUnknown(known.span(), history);
    SilenceIndex index =
        new SilenceIndex(
            labels,
            known.silences().stream().filter(it -> isWithin(it, history)).toList(),
            reading.expressions());
    return instance ->
        index.matching(instance).stream()
            .map(
                silence ->
                    new Exemption(
                        instance, ExemptionReason.SILENCE, silence.startsAt(), silence.endsAt()))
            .toList();
  }

  private static boolean isWithin(Silence silence, TimeRange history) {
    return silence.endsAt().isAfter(history.start()) && !silence.startsAt().isAfter(history.end());
  }

  private void warnOfUnknown(@Nullable Span known, TimeRange history) {
    if (known == null || !known.until().isAfter(history.start())) {
      warn(history.start(), history.end());
      return;
    }
    if (known.from().isAfter(history.start())) {
      warn(history.start(), known.from());
    }
    if (known.until().plus(late).isBefore(history.end())) {
      warn(known.until(), history.end());
    }
  }

  private void warn(Instant from, Instant until) {
    LOGGER.warn(
        "detector {}: silences from {} to {} are unknown; this time is used for training",
        detector,
        from,
        until);
    metrics.unknown(detector, Source.SILENCES);
  }
}
