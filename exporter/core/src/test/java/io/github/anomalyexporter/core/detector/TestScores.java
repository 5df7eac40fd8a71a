package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Scores of rows of one instance, a minute apart. */
public final class TestScores {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  private TestScores() {}

  /**
   * Scores with threshold 1: errors are scores.
   *
   * @param shares {@code [rows, features]} flat, or {@code [features]}: the same for each row
   * @param errors NaN for a row without a score
   */
  public static Scores of(FeatureSet features, float[] shares, double... errors) {
    ScoresBuilder scores =
        Scores.of(
            Labels.of("instance", "web"),
            features,
            new TimeRange(
                START, START.plusSeconds(60L * (errors.length - 1)), Duration.ofMinutes(1)));
    int width = features.size();
    double[] expected = new double[width];
    Arrays.fill(expected, Double.NaN);
    for (int row = 0; row < errors.length; row++) {
      if (!Double.isNaN(errors[row])) {
        scores.putState(row, InstanceState.OK, 1);
        int from = shares.length == width ? 0 : row * width;
        float[] ofRow = Arrays.copyOfRange(shares, from, from + width);
        scores.putScore(row, errors[row], 1, 1, ofRow, expected);
      }
    }
    return scores.build();
  }
}
