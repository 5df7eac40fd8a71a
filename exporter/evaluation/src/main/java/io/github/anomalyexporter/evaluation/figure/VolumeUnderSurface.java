package io.github.anomalyexporter.evaluation.figure;

import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.acceptance.LabelledRows;
import java.util.Arrays;
import java.util.List;

/**
 * VUS-PR and VUS-ROC: the area under the range-based precision-recall and receiver operating curve,
 * averaged over all buffers around the events from 0 rows to a maximum. It needs no threshold and
 * tolerates small lags. After Paparrizos, Boniol, Palpanas, Tsay, Elmore and Franklin, "Volume
 * under the surface", PVLDB 15(11), 2022, with details that the article leaves open as in their
 * code and that of TSB-AD (NeurIPS 2024).
 *
 * <p>With a buffer of w rows the label decreases on both sides of an event, over w/2 rows: at d
 * rows from it, it is {@code sqrt(1 - d/w)}. At each of 250 thresholds, ranks spread evenly over
 * the rows, a row at or above it is an alarm, and with TP the sum of the labels of alarms and P the
 * labelled rows plus half the decreased labels of alarms,
 *
 * <ul>
 *   <li>precision is TP over alarms,
 *   <li>recall is TP / P, at most 1, times the share of events (events whose buffers touch are one)
 *       with an alarm in the event or its buffer,
 *   <li>the false positive rate is (alarms - TP) / (rows - P).
 * </ul>
 *
 * @param roc 0 to 1; NaN without a labelled or without an unlabelled row
 * @param pr 0 to 1; NaN without a labelled row
 */
public record VolumeUnderSurface(double roc, double pr) {
  private static final int THRESHOLDS = 250;

  /**
   * Computes both volumes.
   *
   * @param scores {@code [rows]}, no NaN
   * @param buffer the largest buffer, in rows
   */
  public static VolumeUnderSurface of(double[] scores, LabelledRows labels, int buffer) {
    if (labels.events().isEmpty()) {
      return new VolumeUnderSurface(Double.NaN, Double.NaN);
    }
    Surface surface = new Surface(scores, labels);
    double roc = 0;
    double pr = 0;
    for (int width = 0; width <= buffer; width++) {
      VolumeUnderSurface slice = surface.slice(width);
      roc += slice.roc;
      pr += slice.pr;
    }
    return new VolumeUnderSurface(roc / (buffer + 1), pr / (buffer + 1));
  }

  /** The data that do not depend on the buffer. */
  private static final class Surface {
    private final double[] scores;
    private final LabelledRows labels;
    private final List<Event> events;

    /** Rows by descending score. */
    private final int[] ranked;

    private final double[] thresholds = new double[THRESHOLDS];

    /** For each threshold the number of alarms, which are the first rows of {@link #ranked}. */
    private final int[] alarms = new int[THRESHOLDS];

    Surface(double[] scores, LabelledRows labels) {
      this.scores = scores;
      this.labels = labels;
      this.events = labels.events();
      this.ranked = Ranking.byFallingScore(scores);
      double stride = (scores.length - 1) / (THRESHOLDS - 1.0);
      int end = 0;
      for (int i = 0; i < THRESHOLDS; i++) {
        int rank = i == THRESHOLDS - 1 ? scores.length - 1 : (int) (i * stride);
        thresholds[i] = scores[ranked[rank]];
        while (end < ranked.length && scores[ranked[end]] >= thresholds[i]) {
          end++;
        }
        alarms[i] = end;
      }
    }

    /** Computes the areas under the curves of one buffer. */
    VolumeUnderSurface slice(int width) {
      double[] label = fallingLabels(width);
      double[] peaks = peaks(width / 2);
      double labelled = labels.anomalousRows();
      double roc = 0;
      double pr = 0;
      double recall = 0;
      double falsePositives = 0;
      double hits = 0;
      double bufferHits = 0;
      int counted = 0;
      for (int i = 0; i < THRESHOLDS; i++) {
        for (; counted < alarms[i]; counted++) {
          int row = ranked[counted];
          hits += label[row];
          bufferHits += labels.isAnomalous(row) ? 0 : label[row];
        }
        double positives = labelled + bufferHits / 2;
        double nextRecall = Math.min(1, hits / positives) * atLeast(peaks, thresholds[i]);
        double nextFalsePositives = (alarms[i] - hits) / (scores.length - positives);
        roc += (nextFalsePositives - falsePositives) * (nextRecall + recall) / 2;
        pr += (nextRecall - recall) * hits / alarms[i];
        recall = nextRecall;
        falsePositives = nextFalsePositives;
      }
      // At the last threshold there may still be rows without an alarm.
      roc += (1 - falsePositives) * (1 + recall) / 2;
      return new VolumeUnderSurface(roc, pr);
    }

    private double[] fallingLabels(int width) {
      double[] label = new double[scores.length];
      for (Event event : events) {
        for (int distance = 1; distance <= width / 2; distance++) {
          double fallen = Math.sqrt(1 - (double) distance / width);
          add(label, event.first() - distance, fallen);
          add(label, event.last() + distance, fallen);
        }
        Arrays.fill(label, event.first(), event.last() + 1, 1);
      }
      return label;
    }

    private static void add(double[] label, int row, double value) {
      if (row >= 0 && row < label.length) {
        label[row] = Math.min(1, label[row] + value);
      }
    }

    /**
     * Returns the largest score of each event and its buffer, ascending; touching events are one.
     */
    private double[] peaks(int half) {
      double[] peaks = new double[events.size()];
      int count = 0;
      int first = Math.max(0, events.get(0).first() - half);
      for (int i = 0; i < events.size(); i++) {
        int last = Math.min(scores.length - 1, events.get(i).last() + half);
        int next = i + 1 < events.size() ? events.get(i + 1).first() - half : scores.length;
        if (last < next) {
          peaks[count++] = Arrays.stream(scores, first, last + 1).max().orElseThrow();
          first = next;
        }
      }
      double[] sorted = Arrays.copyOf(peaks, count);
      Arrays.sort(sorted);
      return sorted;
    }

    /** Returns the share of sorted values at or above a threshold. */
    private static double atLeast(double[] sorted, double threshold) {
      int below = 0;
      while (below < sorted.length && sorted[below] < threshold) {
        below++;
      }
      return (double) (sorted.length - below) / sorted.length;
    }
  }
}
