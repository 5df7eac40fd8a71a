package io.github.anomalyexporter.core.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be expected of a row before it is seen, in two ways, both linear and solved in closed
 * form: from the rows right before it and the time of day (a vector autoregression with a daily
 * cycle), and from the time of day alone, the row's <i>usual level</i>. The first knows how things
 * go on, the second where they should be. Immutable.
 */
public final class Forecast {
  /** So many rows before a row are looked at. */
  public static final int LAGS = 5;

  /** Enough for a working day with a lunch break. */
  private static final int HARMONICS = 4;

  /** With less history a daily cycle is whatever happened that day. */
  private static final Duration LEAST_CYCLED = Duration.ofDays(3);

  /** In rows of inputs of unit variance: next to nothing, but for inputs that say the same. */
  private static final double PENALTY = 1;

  private final int inputs;
  private final DailyCycle cycle;
  private final float[] fromPast;
  private final float[] fromClock;
  private final float[] spread;

  /**
   * With coefficients that {@link #fit} has found.
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
          "%d and %d coefficients for %d inputs"
              .formatted(fromPast.length, fromClock.length, inputs));
    }
    this.inputs = inputs;
    this.cycle = new DailyCycle((terms - 1) / 2);
    this.fromPast = fromPast;
    this.fromClock = fromClock;
    this.spread = spread;
  }

  /**
   * Fits to rows of one instance or of many.
   *
   * @param stretches rows right after each other
   * @param targets for each stretch which of them are to be forecast: each has {@link #LAGS} rows
   *     before it
   * @param history so much of it there is: from {@link #LEAST_CYCLED} on the time of day counts
   */
  public static Forecast fit(
      int inputs, List<TimedRows> stretches, List<int[]> targets, Duration history) {
    DailyCycle cycle = new DailyCycle(history.compareTo(LEAST_CYCLED) < 0 ? 0 : HARMONICS);
    int terms = cycle.terms();
    RidgeRegression past = new RidgeRegression(LAGS * inputs + terms, inputs);
    RidgeRegression clock = new RidgeRegression(terms, inputs);
    float[] context = new float[LAGS * inputs + terms];
    float[] time = new float[terms];
    for (int i = 0; i < stretches.size(); i++) {
      TimedRows stretch = stretches.get(i);
      float[] values = stretch.values();
      for (int row : targets.get(i)) {
        for (int lag = 0; lag < LAGS; lag++) {
          System.arraycopy(values, (row - 1 - lag) * inputs, context, lag * inputs, inputs);
        }
        cycle.write(stretch.millis(row), time, 0);
        System.arraycopy(time, 0, context, LAGS * inputs, terms);
        past.add(context, values, row * inputs);
        clock.add(time, values, row * inputs);
      }
    }
    float[] unit = new float[inputs];
    Arrays.fill(unit, 1);
    Forecast forecast = new Forecast(inputs, past.solve(PENALTY), clock.solve(PENALTY), unit);
    Spread sizes = new Spread(inputs);
    for (int i = 0; i < stretches.size(); i++) {
      for (int row : targets.get(i)) {
        sizes.add(forecast.innovations(stretches.get(i), row, row + 1));
      }
    }
    return new Forecast(inputs, forecast.fromPast, forecast.fromClock, sizes.floored());
  }

  public int inputs() {
    return inputs;
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
