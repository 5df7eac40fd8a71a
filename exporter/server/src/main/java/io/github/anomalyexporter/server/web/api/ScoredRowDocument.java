package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.posted.ScoredRow;
import io.github.anomalyexporter.server.web.api.InstanceDocument.FeatureReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The score of the last posted row of an instance. An unknown number is NaN.
 *
 * @param reason why there is no score; null with one
 * @param isAnomalous null without a score
 * @param threshold as calibrated, without a raise after an anomaly
 * @param rows number of rows of the window that were posted
 * @param window number of rows of a whole window
 * @param features by descending contribution
 */
record ScoredRowDocument(
    Map<String, String> labels,
    Instant time,
    String state,
    @Nullable String reason,
    double score,
    @Nullable Boolean isAnomalous,
    double reconstructionError,
    double threshold,
    double coverage,
    int rows,
    int window,
    List<FeatureReading> features) {

  static ScoredRowDocument of(ScoredRow scored) {
    Scores scores = scored.scores();
    double score = scores.score(0);
    boolean known = !Double.isNaN(score);
    return new ScoredRowDocument(
        scored.instance().asMap(),
        scored.time(),
        scores.state(0).label(),
        known ? null : reason(scored),
        score,
        known ? score > 1 : null,
        scores.error(0),
        scores.threshold(0),
        scores.coverage(0),
        scored.rows(),
        scored.window(),
        scored.features().stream().map(FeatureReading::of).toList());
  }

  private static String reason(ScoredRow scored) {
    Scores scores = scored.scores();
    if (scores.unscored(0) != null) {
      return scores.unscored(0).reason();
    }
    return scores.state(0) == InstanceState.NO_MODEL
        ? "the detector has no model yet"
        : "expected %s rows up to the scored one, a step apart, found %s; or too few of the features"
            .formatted(scored.window(), scored.rows());
  }
}
