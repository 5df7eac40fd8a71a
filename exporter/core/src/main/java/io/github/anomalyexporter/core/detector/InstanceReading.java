package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.score.ThresholdRaise;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one instance on the board at one time. Scores older than four scoring intervals are
 * not included.
 *
 * @param unscored why the instance has no score while it is warming up; null otherwise
 * @param score above 1 is anomalous; NaN if unknown, as are error and threshold then
 * @param newLevelSince start of an anomaly that has become the new level of the instance ({@link
 *     ThresholdRaise}); null if it is not at a new level, or unknown
 * @param coverage present over expected cells of the last window; NaN without a window
 * @param scoredAt end of the window of the last score; null without a score
 * @param seenAt when Prometheus last had the instance
 * @param worst the features that contribute most, if the instance is or recently was anomalous
 */
public record InstanceReading(
    Labels instance,
    InstanceState state,
    @Nullable Unscored unscored,
    double score,
    double error,
    double threshold,
    @Nullable Instant newLevelSince,
    double coverage,
    @Nullable Instant scoredAt,
    Instant seenAt,
    List<FeatureContribution> worst) {

  public boolean hasScore() {
    return !Double.isNaN(score);
  }

  /** Whether the score is above 1; false if unknown. */
  public boolean isAnomalous() {
    return score > 1;
  }
}
