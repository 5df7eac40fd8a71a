package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.recent.Anomaly;
import io.github.anomalyexporter.server.recent.Incident;
import io.github.anomalyexporter.server.web.api.InstanceDocument.FeatureReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Anomalies of a detector that overlap in time.
 *
 * @param end time of the last score above 1; null while it lasts
 * @param duration from the begin to the last score above 1 so far
 * @param instances in the order of their onset
 */
record IncidentDocument(
    String detector,
    Instant begin,
    @Nullable Instant end,
    Duration duration,
    double peakScore,
    Instant peakAt,
    List<AnomalousInstance> instances) {

  /**
   * An anomaly of one instance.
   *
   * @param end null while it lasts
   * @param suppressed why alerts about it were suppressed at any time
   * @param features with the largest contributions at the peak, the largest first
   */
  record AnomalousInstance(
      Map<String, String> labels,
      Instant begin,
      @Nullable Instant end,
      double peakScore,
      Instant peakAt,
      List<String> suppressed,
      List<FeatureReading> features) {
    static AnomalousInstance of(Anomaly found, Instant now) {
      return new AnomalousInstance(
          found.instance().asMap(),
          found.begin(),
          found.lasts(now) ? null : found.last(),
          found.peakScore(),
          found.peakAt(),
          found.suppressed().stream().map(ExemptionReason::label).sorted().toList(),
          found.features().stream().map(FeatureReading::of).toList());
    }
  }

  static IncidentDocument of(String detector, Incident incident, Instant now) {
    return new IncidentDocument(
        detector,
        incident.begin(),
        incident.lasts(now) ? null : incident.last(),
        Duration.between(incident.begin(), incident.last()),
        incident.peak().peakScore(),
        incident.peak().peakAt(),
        incident.anomalies().stream().map(it -> AnomalousInstance.of(it, now)).toList());
  }
}
