package io.github.anomalyexporter.evaluation.figure;

import io.github.anomalyexporter.core.acceptance.LabelledRows;

/**
 * How well scores separate labelled rows from other rows.
 *
 * @param roc area under the receiver operating curve: the probability that a labelled row has a
 *     higher score than an unlabelled row, equal scores counting half; NaN without a labelled or
 *     without an unlabelled row
 * @param pr average precision: the sum over thresholds of precision times the increase of recall,
 *     with one threshold for rows of equal score; NaN without a labelled row
 */
public record AreaUnderCurve(double roc, double pr) {
  /**
   * Computes the areas under both curves of one test set.
   *
   * @param scores {@code [rows]}, no NaN
   */
  public static AreaUnderCurve of(double[] scores, LabelledRows labels) {
    int[] ranked = Ranking.byFallingScore(scores);
    double labelled = labels.anomalousRows();
    double others = scores.length - labelled;
    double hits = 0;
    double roc = 0;
    double pr = 0;
    for (int from = 0; from < ranked.length; ) {
      int to = from;
      double newHits = 0;
      while (to < ranked.length && scores[ranked[to]] == scores[ranked[from]]) {
        newHits += labels.isAnomalous(ranked[to]) ? 1 : 0;
        to++;
      }
      double newOthers = to - from - newHits;
      roc += newOthers / others * (hits + newHits / 2) / labelled;
      hits += newHits;
      pr += newHits / labelled * hits / to;
      from = to;
    }
    return new AreaUnderCurve(roc, pr);
  }
}
