package io.github.anomalyexporter.core.evaluation;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The events found by the best threshold that keeps to one false alarm a day. It is chosen in
 * hindsight, with the labels, so it says what the scores hold, not what one would have had.
 *
 * @param detected events with a score at the threshold or above
 * @param threshold of the score; infinite where none keeps to it and finds an event
 */
public record HindsightRecall(int detected, double threshold) {
  /**
   * Tries every threshold that tells one event more or less.
   *
   * @param scores {@code [rows]}, no NaN
   */
  public static HindsightRecall of(double[] scores, LabelledRows labels) {
    double[] candidates =
        labels.events().stream()
            .mapToDouble(
                event -> Arrays.stream(scores, event.first(), event.last() + 1).max().orElseThrow())
            .sorted()
            .distinct()
            .toArray();
    // The lowest that keeps to it finds the most.
    for (double candidate : candidates) {
      Alarms alarms = new Alarms(atLeast(scores, candidate), labels);
      if (alarms.falseAlarms() <= labels.days()) {
        return new HindsightRecall(alarms.detected().size(), candidate);
      }
    }
    return new HindsightRecall(0, Double.POSITIVE_INFINITY);
  }

  private static BitSet atLeast(double[] scores, double threshold) {
    BitSet rows = new BitSet(scores.length);
    for (int row = 0; row < scores.length; row++) {
      rows.set(row, scores[row] >= threshold);
    }
    return rows;
  }
}
