package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the board says of one instance at one moment. Scores that are older than four scoring
 * intervals are no longer in here.
 *
 * @param score above 1 is anomalous; NaN where unknown, and so are error and threshold then
 * @param coverage present over expected cells of the last window; NaN where there was none
 * @param scoredAt end of the window of the last score; null where there never was one
 * @param seenAt when Prometheus last had the instance
 * @param worst the features that contribute most, if the instance is anomalous or was so lately
 */
public record InstanceReading(
    Labels instance,
    InstanceState state,
    double score,
    double error,
    double threshold,
    double coverage,
    @Nullable Instant scoredAt,
    Instant seenAt,
    List<FeatureReading> worst) {

  public boolean hasScore() {
    return !Double.isNaN(score);
  }

  /** Only meaningful where there is a score. */
  public boolean isAnomalous() {
    return score > 1;
  }
}
