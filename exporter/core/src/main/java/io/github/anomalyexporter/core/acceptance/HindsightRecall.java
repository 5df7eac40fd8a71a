package io.github.anomalyexporter.core.acceptance;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The events found by the best threshold with at most one false alarm a day. It is chosen with the
 * labels, so it is an upper bound that does not depend on the calibration.
 *
 * @param detected number of events with a score at or above the threshold
 * @param threshold of the score; infinite if no threshold with so few false alarms finds an event
 */
public record HindsightRecall(int detected, double threshold) {
  /**
   * Tries the largest score of every event as the threshold.
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
    // The lowest threshold with so few false alarms finds the most events.
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
