package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.exemption.KnownExemption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What exempts an instance from alerts and training now, and next.
 *
 * @param exemptions by start
 */
record ExemptionDocument(String detector, Map<String, String> labels, List<Each> exemptions) {
  /**
   * A silence, or the open or next window of a calendar entry.
   *
   * @param name id of the silence, or name of the entry
   * @param active whether it applies now
   * @param expirable whether {@code DELETE /api/v1/silences/NAME} expires it
   */
  record Each(
      String reason,
      String name,
      boolean active,
      Instant startsAt,
      Instant endsAt,
      @Nullable String createdBy,
      @Nullable String comment,
      boolean expirable) {
    static Each of(KnownExemption known, Instant now) {
      return new Each(
          known.reason().label(),
          known.name(),
          known.covers(now),
          known.start(),
          known.end(),
          known.createdBy(),
          known.comment(),
          known.expirable());
    }
  }

  /**
   * Returns a document for each instance that a query finds.
   *
   * @param wanted labels, and the name of the detector if it matters
   */
  static List<ExemptionDocument> all(VisibleExporter exporter, Map<String, String> wanted) {
    Instant now = exporter.now();
    return exporter.detectors().stream()
        .flatMap(
            detector ->
                detector.instances(wanted).stream().map(instance -> of(detector, instance, now)))
        .toList();
  }

  private static ExemptionDocument of(VisibleDetector detector, Labels instance, Instant now) {
    return new ExemptionDocument(
        detector.name(),
        instance.asMap(),
        detector.running().exemptions().known(instance, now).stream()
            .map(it -> Each.of(it, now))
            .toList());
  }
}
