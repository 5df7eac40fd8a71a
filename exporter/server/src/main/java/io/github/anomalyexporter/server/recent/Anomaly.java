package io.github.anomalyexporter.server.recent;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.score.Episode;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An anomaly of one instance: its scores above 1 that are less than {@link Episode#GAP} apart.
 *
 * @param begin time of its first score above 1
 * @param last time of its last score above 1 so far
 * @param peakScore its largest score
 * @param suppressed why alerts about the instance were suppressed at any time during it
 * @param features those with the largest contributions at the peak, the largest first
 */
public record Anomaly(
    Labels instance,
    Instant begin,
    Instant last,
    double peakScore,
    Instant peakAt,
    Set<ExemptionReason> suppressed,
    List<FeatureContribution> features) {
  public Anomaly {
    suppressed =
        suppressed.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(suppressed));
    features = List.copyOf(features);
  }

  /**
   * Returns whether it may continue: its last score above 1 is less than the gap away. An unknown
   * score neither continues nor ends it.
   */
  public boolean lasts(Instant now) {
    return Duration.between(last, now).abs().compareTo(Episode.GAP) < 0;
  }

  /** Returns this anomaly with another score above 1. */
  Anomaly continued(
      Instant time, double score, Set<ExemptionReason> reasons, List<FeatureContribution> now) {
    Set<ExemptionReason> all = EnumSet.noneOf(ExemptionReason.class);
    all.addAll(suppressed);
    all.addAll(reasons);
    boolean isPeak = score > peakScore;
    return new Anomaly(
        instance,
        begin,
        time.isAfter(last) ? time : last,
        isPeak ? score : peakScore,
        isPeak ? time : peakAt,
        all,
        isPeak ? now : features);
  }
}
