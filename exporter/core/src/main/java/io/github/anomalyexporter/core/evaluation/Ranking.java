package io.github.anomalyexporter.core.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Rows in the order in which a falling threshold reaches them. */
final class Ranking {
  private Ranking() {}

  /** Row indices by falling score; equal ones by row. */
  static int[] byFallingScore(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> -scores[row]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
