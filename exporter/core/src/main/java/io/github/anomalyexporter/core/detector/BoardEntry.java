package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.score.ThresholdRaise;
import io.github.anomalyexporter.core.score.ThresholdRaise.Anomaly;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of one instance on the board. Guarded by the board's lock. */
final class BoardEntry {
  /** Drift is a mean over about the last hour. */
  private static final Duration DRIFT_HALF_LIFE = Duration.ofHours(1);

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
  private ThresholdRaise raise;
  private @Nullable Instant anomalousAt;
  private List<FeatureContribution> worst = List.of();
  private @Nullable Scores scores;
  private int row;

  BoardEntry(Labels instance, KnownInstance known) {
    this.instance = instance;
    this.seenAt = known.seenAt();
    this.raise = known.raise();
  }

  /**
   * Updates the entry with the scores of a run.
   *
   * @param exempt whether the instance is exempt from alerts
   * @return true if a new anomaly begins
   */
  boolean update(Scores scores, int row, Instant now, BoardOptions options, boolean exempt) {
    Anomaly before = raise.anomaly();
    raise = raise.next(now, exempt ? Double.NaN : scores.unraised(row));
    state = scores.state(row);
    unscored = scores.unscored(row);
    error = scores.error(row);
    threshold = scores.threshold(row) * raise.factor();
    score = error / threshold;
    coverage = scores.coverage(row);
    updatedAt = now;
    seenAt = now;
    this.scores = scores;
    this.row = row;
    if (Double.isNaN(score)) {
      return false;
    }
    scoredAt = scores.time(row);
    if (score > 1 || raise.level() != null) {
      anomalousAt = now;
      worst = scores.largestContributions(row, options.topFeatures());
    }
    if (!isInAnomaly() && score <= 1) {
      updateDrift(error / scores.typicalError(row), options.scoringInterval());
    }
    Anomaly anomaly = raise.anomaly();
    return anomaly != null && (before == null || !before.since().equals(anomaly.since()));
  }

  private boolean isInAnomaly() {
    return raise.anomaly() != null;
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

  KnownInstance known() {
    return new KnownInstance(seenAt, raise);
  }

  /** Returns NaN without a score, during an anomaly, and if the instance has vanished. */
  double drift() {
    return state == InstanceState.VANISHED || isInAnomaly() ? Double.NaN : drift;
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
        scored && raise.level() != null ? raise.level().since() : null,
        current == InstanceState.VANISHED || current == InstanceState.STALE ? Double.NaN : coverage,
        scoredAt,
        seenAt,
        withFeatures ? worst : List.of());
  }

  private InstanceState state(Instant now, BoardOptions options) {
    if (state == InstanceState.VANISHED) {
      return state;
    }
    if (updatedAt == null) {
      return InstanceState.STALE;
    }
    // If the clock was set back, the result is from the future and its age is unknown. Products and
    // absolute values of durations are slow, and each request computes the state of each instance.
    long age = Math.abs(Duration.between(updatedAt, now).toMillis());
    return age > 4 * options.scoringInterval().toMillis() ? InstanceState.STALE : state;
  }

  List<FeatureContribution> features() {
    return scores == null ? List.of() : scores.contributions(row);
  }
}
