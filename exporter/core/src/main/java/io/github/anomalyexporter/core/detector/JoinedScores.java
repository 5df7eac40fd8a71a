package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Scores of the same features, one after another. */
final class JoinedScores {
  private JoinedScores() {}

  /**
   * @param skipped number of rows of the first part that are omitted
   */
  static Scores of(List<Scores> parts, int skipped) {
    List<Labels> instances = new ArrayList<>();
    List<Instant> times = new ArrayList<>();
    for (Scores part : parts) {
      instances.addAll(part.instances);
      times.addAll(part.times);
    }
    Scores joined =
        new Scores(
            parts.get(0).features,
            instances.subList(skipped, instances.size()),
            times.subList(skipped, times.size()));
    int width = joined.features.size();
    int from = skipped;
    int end = 0;
    for (Scores part : parts) {
      int rows = part.rows() - from;
      System.arraycopy(part.states, from, joined.states, end, rows);
      System.arraycopy(part.unscored, from, joined.unscored, end, rows);
      System.arraycopy(part.errors, from, joined.errors, end, rows);
      System.arraycopy(part.thresholds, from, joined.thresholds, end, rows);
      System.arraycopy(part.raises, from, joined.raises, end, rows);
      System.arraycopy(part.typicalErrors, from, joined.typicalErrors, end, rows);
      System.arraycopy(part.coverages, from, joined.coverages, end, rows);
      System.arraycopy(part.scalers, from, joined.scalers, end, rows);
      int cells = rows * width;
      System.arraycopy(part.shares, from * width, joined.shares, end * width, cells);
      System.arraycopy(part.actual, from * width, joined.actual, end * width, cells);
      System.arraycopy(part.expected, from * width, joined.expected, end * width, cells);
      System.arraycopy(part.lower, from * width, joined.lower, end * width, cells);
      System.arraycopy(part.upper, from * width, joined.upper, end * width, cells);
      end += rows;
      from = 0;
    }
    return joined;
  }
}
