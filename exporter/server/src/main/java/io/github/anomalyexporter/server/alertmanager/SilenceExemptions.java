package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.alertmanager.KnownSilences.Span;
import io.github.anomalyexporter.server.config.AlertmanagerConfig;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics.Source;
import io.github.anomalyexporter.server.run.Exemption;
import io.github.anomalyexporter.server.run.ExemptionReason;
import io.github.anomalyexporter.server.run.Exemptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The silences that match the anomaly alerts of one detector's instances. */
final class SilenceExemptions implements Exemptions {
  private static final Logger LOGGER = LoggerFactory.getLogger(SilenceExemptions.class);

  /** A reading or two may be late or fail without anything being unknown that matters. */
  private static final int LATE_READINGS = 3;

  /** So that what an index remembers of hosts that are gone is no more than a day's. */
  private static final Duration OLDEST_INDEX = Duration.ofDays(1);

  private final String detector;
  private final AlertLabels labels;
  private final Duration patience;
  private final Duration late;
  private final Silences silences;
  private final AlertmanagerMetrics metrics;
  private volatile Snapshot snapshot;

  /**
   * An index and what it was made of.
   *
   * @param known of the last reading; an earlier one may have brought the same silences
   */
  private record Snapshot(KnownSilences known, Instant madeAt, SilenceIndex index) {
    boolean isOld(Instant time) {
      return !time.isBefore(madeAt.plus(OLDEST_INDEX));
    }
  }

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
    this.snapshot =
        new Snapshot(KnownSilences.NONE, Instant.MIN, new SilenceIndex(labels, List.of()));
  }

  @Override
  public Set<ExemptionReason> suppressing(Labels instance, Instant time) {
    return current(time).matching(instance).stream().anyMatch(it -> it.isInForce(time))
        ? Set.of(ExemptionReason.SILENCE)
        : Set.of();
  }

  /** Of the silences that had not ended at the last reading; made anew where they are others. */
  private SilenceIndex current(Instant time) {
    Snapshot last = snapshot;
    KnownSilences known = silences.known();
    boolean old = last.isOld(time);
    if (last.known().equals(known) && !old) {
      return last.index();
    }
    List<Silence> notEnded =
        known.silences().stream().filter(it -> it.endsAt().isAfter(time)).toList();
    Snapshot next =
        last.index().silences().equals(notEnded) && !old
            ? new Snapshot(known, last.madeAt(), last.index())
            : new Snapshot(known, time, new SilenceIndex(labels, notEnded));
    snapshot = next;
    return next.index();
  }

  @Override
  public List<Exemption> during(List<Labels> instances, TimeRange history)
      throws InterruptedException {
    silences.awaitFirstReading(patience);
    KnownSilences known = silences.known();
    warnOfUnknown(known.span(), history);
    SilenceIndex index =
        new SilenceIndex(
            labels, known.silences().stream().filter(it -> isWithin(it, history)).toList());
    List<Exemption> exemptions = new ArrayList<>();
    for (Labels instance : instances) {
      for (Silence silence : index.matching(instance)) {
        exemptions.add(
            new Exemption(instance, ExemptionReason.SILENCE, silence.startsAt(), silence.endsAt()));
      }
    }
    return exemptions;
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
        "detector {}: silences from {} to {} are not known; what happened under them is learned",
        detector,
        from,
        until);
    metrics.unknown(detector, Source.SILENCES);
  }
}
