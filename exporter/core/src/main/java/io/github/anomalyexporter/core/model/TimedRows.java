package io.github.anomalyexporter.core.model;

import java.time.Duration;
import java.time.Instant;

/**
 * Consecutive scaled rows of one instance on the grid, oldest first. The array is not copied and
 * must not be changed afterwards.
 */
public final class TimedRows {
  private final float[] values;
  private final int inputs;
  private final long firstMillis;
  private final long stepMillis;

  /**
   * @param values {@code [rows, inputs]} flat, nothing missing: gaps are filled
   * @param inputs width of a row
   * @param first time of the first row
   */
  public TimedRows(float[] values, int inputs, Instant first, Duration step) {
    if (inputs < 1 || values.length % inputs != 0) {
      throw new IllegalArgumentException(values.length + " values in rows of " + inputs);
    }
    this.values = values;
    this.inputs = inputs;
    this.firstMillis = first.toEpochMilli();
    this.stepMillis = step.toMillis();
  }

  /** {@code [rows, inputs]} flat. */
  public float[] values() {
    return values;
  }

  public int inputs() {
    return inputs;
  }

  public int rows() {
    return values.length / inputs;
  }

  long millis(int row) {
    return firstMillis + row * stepMillis;
  }
}
