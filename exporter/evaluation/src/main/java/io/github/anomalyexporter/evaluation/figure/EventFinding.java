package io.github.anomalyexporter.evaluation.figure;

import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.detector.Scores;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The scores of one event. */
public final class EventFinding {
  private final Event event;
  private final int firstAlarm;
  private final int peakRow;
  private final double[] contributions;

  private EventFinding(Event event, int firstAlarm, int peakRow, double[] contributions) {
    this.event = event;
    this.firstAlarm = firstAlarm;
    this.peakRow = peakRow;
    this.contributions = contributions;
  }

  /** Evaluates the rows of an event. */
  public static EventFinding of(Scores scores, Event event) {
    double[] sums = new double[scores.features().size()];
    int alarms = 0;
    int firstAlarm = -1;
    int peakRow = event.first();
    for (int row = event.first(); row <= event.last(); row++) {
      // False for NaN, so that an unknown row is the peak only if all rows are unknown.
      if (scores.score(row) > scores.score(peakRow) || Double.isNaN(scores.score(peakRow))) {
        peakRow = row;
      }
      if (scores.score(row) > 1) {
        firstAlarm = alarms == 0 ? row : firstAlarm;
        alarms++;
        add(sums, scores, row);
      }
    }
    if (alarms == 0) {
      add(sums, scores, peakRow);
    }
    for (int feature = 0; feature < sums.length; feature++) {
      sums[feature] /= Math.max(1, alarms);
    }
    return new EventFinding(event, firstAlarm, peakRow, sums);
  }

  private static void add(double[] sums, Scores scores, int row) {
    for (int feature = 0; feature < sums.length; feature++) {
      sums[feature] += scores.share(row, feature);
    }
  }

  public Event event() {
    return event;
  }

  /** The first row of the event with a score above 1; empty if it was missed. */
  public OptionalInt firstAlarm() {
    return firstAlarm < 0 ? OptionalInt.empty() : OptionalInt.of(firstAlarm);
  }

  /** The row of the event with the largest score. */
  public int peakRow() {
    return peakRow;
  }

  /**
   * Returns a feature's mean contribution over the alarm rows, or that of the peak row if the event
   * was missed; NaN if unknown.
   */
  public double contribution(int feature) {
    return contributions[feature];
  }

  /** Returns the indices of all features, by descending contribution. */
  public List<Integer> ranked() {
    return IntStream.range(0, contributions.length)
        .boxed()
        .sorted(Comparator.comparingDouble(feature -> -contributions[feature]))
        .toList();
  }
}
