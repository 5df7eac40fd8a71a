package io.github.anomalyexporter.core.acceptance;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/** The rows of a test set that are labelled anomalous, as bits and as events. */
public final class LabelledRows {
  private final BitSet anomalous;
  private final List<Event> events;
  private final int rows;
  private final Duration step;

  /**
   * @param anomalous the labelled rows, all below {@code rows}
   * @param rows number of rows of the test set, at least 1
   * @param step between two rows, at least a millisecond
   */
  public LabelledRows(BitSet anomalous, int rows, Duration step) {
    if (rows < 1 || anomalous.length() > rows) {
      throw new IllegalArgumentException(
          "row %s is labelled, of %s".formatted(anomalous.length() - 1, rows));
    }
    if (step.toMillis() < 1) {
      throw new IllegalArgumentException("a step must be at least a millisecond: " + step);
    }
    this.anomalous = (BitSet) anomalous.clone();
    this.rows = rows;
    this.step = step;
    this.events = List.copyOf(Event.runs(anomalous));
  }

  public int rows() {
    return rows;
  }

  public Duration step() {
    return step;
  }

  public boolean isAnomalous(int row) {
    return anomalous.get(row);
  }

  /** Number of labelled rows. */
  public int anomalousRows() {
    return anomalous.cardinality();
  }

  /** The events in order of time; never adjacent. */
  public List<Event> events() {
    return events;
  }

  /** Length of the test set in days, each row counting for a step. */
  public double days() {
    return (double) rows * step.toMillis() / Duration.ofDays(1).toMillis();
  }

  /** Rows in an hour, at least 1. */
  public int rowsPerHour() {
    return Math.toIntExact(Math.max(1, Duration.ofHours(1).toMillis() / step.toMillis()));
  }
}
