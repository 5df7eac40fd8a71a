package io.github.anomalyexporter.core.model;

import java.time.Duration;
import java.time.Instant;

/**
 * What is to be expected of a row before it is seen, in two ways, both linear and solved in closed
 * form: from the rows right before it and the time of day (a vector autoregression with a daily
 * cycle), and from the time of day alone, the row's <i>usual level</i>. The first knows how things
 * go on, the second where they should be. Immutable.
 */
public final class Forecast {
  /** So many rows before a row are looked at. */
  public static final int LAGS = 5;

  private final int inputs;
  private final DailyCycle cycle;
  private final float[] fromPast;
  private final float[] fromClock;
  private final float[] spread;

  /**
   * With coefficients that a {@link ForecastFit} has found.
   *
   * @param inputs width of a row
   * @param fromPast {@code [LAGS * inputs + terms, inputs]} flat, the latest row first; terms are
   *     those of the daily cycle, an odd number
   * @param fromClock {@code [terms, inputs]} flat
   * @param spread {@code [inputs]}: usual size of an innovation, each above 0
   * @throws IllegalArgumentException if these are not their sizes
   */
  public Forecast(int inputs, float[] fromPast, float[] fromClock, float[] spread) {
    int terms = fromClock.length / inputs;
    if (terms % 2 == 0
        || fromClock.length != terms * inputs
        || fromPast.length != (LAGS * inputs + terms) * inputs
        || spread.length != inputs) {
      throw new IllegalArgumentException(
          "%s and %s coefficients for %s inputs"
              .formatted(fromPast.length, fromClock.length, inputs));
    }
    this.inputs = inputs;
    this.cycle = new DailyCycle((terms - 1) / 2);
    this.fromPast = fromPast;
    this.fromClock = fromClock;
    this.spread = spread;
  }

  public int inputs() {
    return inputs;
  }

  /** Whether it goes by the time of day; if not, the usual level is a mean. */
  public boolean isCycled() {
    return cycle.terms() > 1;
  }

  /** {@code [LAGS * inputs + terms, inputs]} flat; nobody writes to it. */
  public float[] fromPast() {
    return fromPast;
  }

  /** {@code [terms, inputs]} flat; nobody writes to it. */
  public float[] fromClock() {
    return fromClock;
  }

  /** {@code [inputs]}; nobody writes to it. */
  public float[] spread() {
    return spread;
  }

  /**
   * Forecasts rows, each from those before it.
   *
   * @param from first row, at least {@link #LAGS}
   * @param to after the last row
   * @return {@code [to - from, inputs]} flat, scaled
   */
  public float[] fromPast(TimedRows rows, int from, int to) {
    float[] values = rows.values();
    float[] expected = level(rows, from, to, fromPast, LAGS * inputs);
    for (int row = from; row < to; row++) {
      // The rows before it lie one before the other, and so do the coefficients.
      for (int lag = 0; lag < LAGS; lag++) {
        int source = (row - 1 - lag) * inputs;
        for (int input = 0; input < inputs; input++) {
          add(
              values[source + input],
              fromPast,
              (lag * inputs + input) * inputs,
              expected,
              (row - from) * inputs);
        }
      }
    }
    return expected;
  }

  /**
   * What a forecast from the past did not know: the row less its forecast, in units of the spread.
   *
   * @return {@code [to - from, inputs]} flat; of a cell that is missing, what its filling gives
   */
  public float[] innovations(TimedRows rows, int from, int to) {
    float[] innovations = fromPast(rows, from, to);
    float[] values = rows.values();
    for (int i = 0; i < innovations.length; i++) {
      innovations[i] = (values[from * inputs + i] - innovations[i]) / spread[i % inputs];
    }
    return innovations;
  }

  /** The usual levels of rows, of the same shape. */
  public float[] fromClock(TimedRows rows, int from, int to) {
    return level(rows, from, to, fromClock, 0);
  }

  /**
   * Fills gaps, row by row, with what is forecast of them: the rows after a gap are forecast from
   * what is most likely to have been in it. Before there are rows to forecast from, with the usual
   * level.
   *
   * @param scaled {@code [rows, inputs]} flat, NaN where missing; not written to
   * @param first time of the first row
   */
  public TimedRows fill(float[] scaled, Instant first, Duration step) {
    float[] values = scaled.clone();
    TimedRows rows = new TimedRows(values, inputs, first, step);
    Gaps.fill(
        values,
        inputs,
        row -> row < LAGS ? fromClock(rows, row, row + 1) : fromPast(rows, row, row + 1));
    return rows;
  }

  private float[] level(TimedRows rows, int from, int to, float[] coefficients, int first) {
    float[] expected = new float[(to - from) * inputs];
    float[] time = new float[cycle.terms()];
    for (int row = from; row < to; row++) {
      cycle.write(rows.millis(row), time, 0);
      for (int term = 0; term < time.length; term++) {
        add(time[term], coefficients, (first + term) * inputs, expected, (row - from) * inputs);
      }
    }
    return expected;
  }

  private void add(float factor, float[] coefficients, int start, float[] sums, int to) {
    for (int input = 0; input < inputs; input++) {
      sums[to + input] += factor * coefficients[start + input];
    }
  }
}
