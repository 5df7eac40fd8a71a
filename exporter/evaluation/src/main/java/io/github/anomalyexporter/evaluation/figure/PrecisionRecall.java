package io.github.anomalyexporter.evaluation.figure;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.Scores;
import java.util.ArrayList;
import java.util.List;

/**
 * Precision and recall over rows, at one threshold.
 *
 * @param threshold a row with a score at or above it is an alarm
 * @param precision labelled alarms over alarms
 * @param recall labelled alarms over labelled rows
 */
public record PrecisionRecall(double threshold, double precision, double recall) {
  /**
   * Returns the curve by descending threshold: a point for each distinct score.
   *
   * @param labels with at least one event
   */
  public static List<PrecisionRecall> curve(Scores scores, LabelledRows labels) {
    double[] ranking = scores.ranking();
    int[] ranked = Ranking.byFallingScore(ranking);
    double labelled = labels.anomalousRows();
    List<PrecisionRecall> curve = new ArrayList<>();
    double hits = 0;
    for (int i = 0; i < ranked.length; i++) {
      hits += labels.isAnomalous(ranked[i]) ? 1 : 0;
      double score = ranking[ranked[i]];
      if (i + 1 == ranked.length || ranking[ranked[i + 1]] < score) {
        curve.add(new PrecisionRecall(score, hits / (i + 1), hits / labelled));
      }
    }
    return curve;
  }
}
