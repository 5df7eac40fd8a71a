package io.github.anomalyexporter.server.posted;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.List;

/**
 * The score of the last posted row of an instance.
 *
 * @param scores of the row alone
 * @param rows number of rows of the window that were posted
 * @param window number of rows of a whole window
 */
public record ScoredRow(Scores scores, int rows, int window) {
  public Labels instance() {
    return scores.instance(0);
  }

  public Instant time() {
    return scores.time(0);
  }

  /** All features, those with the largest contribution first. */
  public List<FeatureContribution> features() {
    return scores.largestContributions(0, scores.features().size());
  }
}
