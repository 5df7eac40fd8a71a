package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.score.Episode;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of one instance on the board. Guarded by the board's lock. */
final class BoardEntry {
  /** Drift is a mean over about the last hour. */
  private static final Duration DRIFT_HALF_LIFE = Duration.ofHours(1);

  /**
   * An anomaly up to this duration is an incident of the instance and does not count for the drift
   * of the model: longer incidents are rare, and a permanent change is an anomaly without end.
   */
  private static final Duration LONGEST_INCIDENT = Duration.ofHours(6);

  private final Labels instance;
  private InstanceState state = InstanceState.STALE;
  private @Nullable Unscored unscored;
  private double score = Double.NaN;
  private double error = Double.NaN;
  private double threshold = Double.NaN;
  private double coverage = Double.NaN;
  private double drift = Double.NaN;
  private @Nullable Instant scoredAt;
  private @Nullable Instant updatedAt;
  private Instant seenAt;
  private @Nullable Instant anomalousSince;
  private @Nullable Instant anomalousAt;
  private List<FeatureContribution> worst = List.of();
  private @Nullable Scores scores;
  private int row;

  BoardEntry(Labels instance, Instant seenAt) {
    this.instance = instance;
    this.seenAt = seenAt;
  }

  /**
   * Updates the entry with the scores of a run.
   *
   * @return true if a new anomaly begins
   */
  boolean update(Scores scores, int row, Instant now, BoardOptions options) {
    state = scores.state(row);
    unscored = scores.unscored(row);
    score = scores.score(row);
    error = scores.error(row);
    threshold = scores.threshold(row);
    coverage = scores.coverage(row);
    updatedAt = now;
    seenAt = now;
    this.scores = scores;
    this.row = row;
    if (Double.isNaN(score)) {
      return false;
    }
    scoredAt = scores.time(row);
    boolean begins = score > 1 && !isInAnomaly(now);
    if (score > 1) {
      anomalousSince = begins ? now : anomalousSince;
      anomalousAt = now;
      worst = scores.largestContributions(row, options.topFeatures());
    }
    if (!isInIncident(now)) {
      updateDrift(error / scores.typicalError(row), options.scoringInterval());
    }
    return begins;
  }

  private boolean isInAnomaly(Instant now) {
    return anomalousAt != null && !now.isAfter(anomalousAt.plus(Episode.GAP));
  }

  /** Whether the instance is in an anomaly that is not longer than {@link #LONGEST_INCIDENT}. */
  private boolean isInIncident(Instant now) {
    return isInAnomaly(now)
        && anomalousSince != null
        && !now.isAfter(anomalousSince.plus(LONGEST_INCIDENT));
  }

  private void updateDrift(double ratio, Duration interval) {
    double weight = 1 - Math.pow(0.5, (double) interval.toMillis() / DRIFT_HALF_LIFE.toMillis());
    drift = Double.isNaN(drift) ? ratio : drift + weight * (ratio - drift);
  }

  /** Marks the instance as no longer in Prometheus. */
  void vanish() {
    state = InstanceState.VANISHED;
    scores = null;
  }

  Labels instance() {
    return instance;
  }

  Instant seenAt() {
    return seenAt;
  }

  /** Returns NaN without a score, during an incident, and if the instance has vanished. */
  double drift(Instant now) {
    return state == InstanceState.VANISHED || isInIncident(now) ? Double.NaN : drift;
  }

  /** The score, by which instances are selected if not all features can be shown. */
  double severity() {
    return Double.isNaN(score) ? 0 : score;
  }

  boolean showsFeatures(Instant now, BoardOptions options) {
    return anomalousAt != null && !now.isAfter(anomalousAt.plus(options.hold()));
  }

  int shownFeatures() {
    return worst.size();
  }

  InstanceReading read(Instant now, BoardOptions options, boolean withFeatures) {
    InstanceState current = state(now, options);
    boolean scored = current == InstanceState.OK || current == InstanceState.WARMING_UP;
    return new InstanceReading(
        instance,
        current,
        scored ? unscored : null,
        scored ? score : Double.NaN,
        scored ? error : Double.NaN,
        scored ? threshold : Double.NaN,
        current == InstanceState.VANISHED || current == InstanceState.STALE ? Double.NaN : coverage,
        scoredAt,
        seenAt,
        withFeatures ? worst : List.of());
  }

  private InstanceState state(Instant now, BoardOptions options) {
    if (state == InstanceState.VANISHED) {
      return state;
    }
    Duration patience = options.scoringInterval().multipliedBy(4);
    // If the clock was set back, the result is from the future and its age is unknown.
    return updatedAt == null || Duration.between(updatedAt, now).abs().compareTo(patience) > 0
        ? InstanceState.STALE
        : state;
  }

  List<FeatureContribution> features() {
    return scores == null ? List.of() : scores.contributions(row);
  }
}
