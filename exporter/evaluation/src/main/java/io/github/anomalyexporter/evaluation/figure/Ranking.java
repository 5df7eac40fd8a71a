package io.github.anomalyexporter.evaluation.figure;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The order of rows by score. */
final class Ranking {
  private Ranking() {}

  /** Returns row indices by descending score; rows of equal score in ascending order. */
  static int[] byFallingScore(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> -scores[row]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
