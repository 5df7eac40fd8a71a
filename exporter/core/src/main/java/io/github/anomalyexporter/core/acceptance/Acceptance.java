package io.github.anomalyexporter.core.acceptance;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The decision whether a retrained model may replace the previous one. Both score the last day of
 * the history with small simulated incidents; the measure is the number of incidents found at one
 * false alarm a day ({@link HindsightRecall}), which does not depend on the thresholds. The
 * retrained model has learned from that day and the previous model has not, so the retrained model
 * is only worse if its training failed or it learned an incident as normal.
 */
public final class Acceptance {
  private static final Duration RECENT = Duration.ofDays(1);

  private static final int INCIDENTS = 24;

  private static final Duration INCIDENT = Duration.ofMinutes(10);

  /** An incident affects one column of this number. */
  private static final int COLUMNS_APART = 3;

  /**
   * In standard deviations of the column in that day. With 2 any sound model finds all incidents.
   */
  private static final double DEVIATIONS = 1;

  /** Share of the incidents found before; less than 1 because of random variation. */
  private static final double SHARE_TO_FIND = 0.75;

  /** With fewer incidents found before, the share is not significant. */
  private static final int LEAST_FOUND = 8;

  private Acceptance() {}

  /**
   * Returns the reason to refuse a retrained model.
   *
   * @param previous the active model
   * @param rowsBefore number of rows that both models need before a row to score it
   * @param history the newest rows, including those trained on
   * @param instance index in the history of an instance that both models were trained on
   * @return empty if the retrained model is accepted, or the history is too short to decide
   */
  public static Optional<String> refusal(
      Detector previous,
      Detector retrained,
      int rowsBefore,
      FeatureSet features,
      Frame history,
      int instance) {
    int day = Math.toIntExact(RECENT.dividedBy(features.step()));
    if (history.rows() < rowsBefore + day) {
      return Optional.empty();
    }
    Frame recent = history.part(instance, history.rows() - rowsBefore - day, history.rows());
    BitSet incidents = incidents(day, features.step());
    LabelledRows labels = new LabelledRows(incidents, day, features.step());
    Frame ailing = withIncidents(features, recent, rowsBefore, labels);
    int found = found(retrained, ailing, labels);
    int foundBefore = found(previous, ailing, labels);
    return foundBefore < LEAST_FOUND || found >= SHARE_TO_FIND * foundBefore
        ? Optional.empty()
        : Optional.of(
            "of %s simulated incidents in the last day it finds %s, the previous model %s"
                .formatted(labels.events().size(), found, foundBefore));
  }

  private static int found(Detector detector, Frame frame, LabelledRows labels) {
    return HindsightRecall.of(detector.scoreRows(frame, 0).last(labels.rows()).ranking(), labels)
        .detected();
  }

  /** Returns incidents evenly over the day, the first after half of the time between two. */
  private static BitSet incidents(int day, Duration step) {
    int rows = Math.toIntExact(Math.max(1, INCIDENT.dividedBy(step)));
    BitSet incidents = new BitSet(day);
    for (int incident = 0; incident < INCIDENTS; incident++) {
      int first = (2 * incident + 1) * day / (2 * INCIDENTS);
      incidents.set(first, Math.min(day, first + rows));
    }
    return incidents;
  }

  private static Frame withIncidents(
      FeatureSet features, Frame recent, int before, LabelledRows labels) {
    int columns = recent.columns().size();
    float[] cells = features.admit(recent.cells(0));
    for (int column = 0; column < columns; column++) {
      float size = (float) (DEVIATIONS * deviation(cells, column, columns));
      double most = features.bounds(column).max();
      for (int i = column % COLUMNS_APART; i < labels.events().size(); i += COLUMNS_APART) {
        Event event = labels.events().get(i);
        for (int row = event.first(); row <= event.last(); row++) {
          int cell = (before + row) * columns + column;
          cells[cell] += cells[cell] + size > most ? -size : size;
        }
      }
    }
    return new Frame(recent.range(), recent.columns(), recent.instances(), List.of(cells));
  }

  /** Standard deviation of the present values of a column; 0 without any. */
  private static double deviation(float[] cells, int column, int columns) {
    double sum = 0;
    double squares = 0;
    int present = 0;
    for (int cell = column; cell < cells.length; cell += columns) {
      if (!Float.isNaN(cells[cell])) {
        sum += cells[cell];
        squares += (double) cells[cell] * cells[cell];
        present++;
      }
    }
    double mean = sum / Math.max(1, present);
    return Math.sqrt(Math.max(0, squares / Math.max(1, present) - mean * mean));
  }
}
