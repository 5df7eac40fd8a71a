package io.github.anomalyexporter.core.model;

import java.util.Arrays;

/**
 * Two linear predictions of a row, both solved in closed form: from the rows right before it and
 * the time of day (a vector autoregression with a daily cycle), and from the time of day alone, the
 * <i>seasonal level</i>. The first follows the recent course of an input, the second its usual
 * daily course. Immutable.
 */
public final class Forecast {
  /** Rows before a row from which it is predicted. */
  public static final int LAGS = 5;

  private final int inputs;
  private final DailyCycle cycle;
  private final float[] autoregression;
  private final float[] seasonality;
  private final float[] innovationScale;

  /**
   * A forecast with the coefficients of a {@link ForecastFit}.
   *
   * @param inputs width of a row
   * @param autoregression {@code [LAGS * inputs + terms, inputs]} flat, the latest row first; terms
   *     are those of the daily cycle, an odd number
   * @param seasonality {@code [terms, inputs]} flat
   * @param innovationScale {@code [inputs]}: root mean square of the innovations, each above 0
   * @throws IllegalArgumentException if an array has another size
   */
  public Forecast(
      int inputs, float[] autoregression, float[] seasonality, float[] innovationScale) {
    int terms = seasonality.length / inputs;
    if (terms % 2 == 0
        || seasonality.length != terms * inputs
        || autoregression.length != (LAGS * inputs + terms) * inputs
        || innovationScale.length != inputs) {
      throw new IllegalArgumentException(
          "%s and %s coefficients for %s inputs"
              .formatted(autoregression.length, seasonality.length, inputs));
    }
    this.inputs = inputs;
    this.cycle = new DailyCycle((terms - 1) / 2);
    this.autoregression = autoregression;
    this.seasonality = seasonality;
    this.innovationScale = innovationScale;
  }

  public int inputs() {
    return inputs;
  }

  /** Whether the forecast has a daily cycle; if not, the seasonal level is a mean. */
  public boolean isCycled() {
    return cycle.terms() > 1;
  }

  /**
   * Coefficients of the autoregression, {@code [LAGS * inputs + terms, inputs]} flat; read-only.
   */
  public float[] autoregression() {
    return autoregression;
  }

  /** Coefficients of the seasonal level, {@code [terms, inputs]} flat; read-only. */
  public float[] seasonality() {
    return seasonality;
  }

  /** Root mean square of the innovations, {@code [inputs]}; read-only. */
  public float[] innovationScale() {
    return innovationScale;
  }

  /**
   * Predicts rows, each from the rows right before it and its time of day.
   *
   * @param from first row, at least {@link #LAGS}
   * @param to after the last row
   * @return {@code [to - from, inputs]} flat, scaled
   */
  public float[] predictFromPast(TimedRows rows, int from, int to) {
    float[] values = rows.values();
    float[] expected = level(rows, from, to, autoregression, LAGS * inputs);
    for (int row = from; row < to; row++) {
      // The coefficients are ordered from the latest row to the oldest.
      for (int lag = 0; lag < LAGS; lag++) {
        int source = (row - 1 - lag) * inputs;
        addLag(values, source, lag, expected, (row - from) * inputs);
      }
    }
    return expected;
  }

  /**
   * Returns the innovations of rows: the row minus its prediction from the past, in units of the
   * innovation scale.
   *
   * @return {@code [to - from, inputs]} flat; the innovation of a missing cell is that of the value
   *     it was filled with
   */
  public float[] innovations(TimedRows rows, int from, int to) {
    float[] innovations = predictFromPast(rows, from, to);
    float[] values = rows.values();
    for (int i = 0; i < innovations.length; i++) {
      innovations[i] = (values[from * inputs + i] - innovations[i]) / innovationScale[i % inputs];
    }
    return innovations;
  }

  /** Returns the seasonal levels of rows, {@code [to - from, inputs]} flat, scaled. */
  public float[] seasonalLevels(TimedRows rows, int from, int to) {
    return level(rows, from, to, seasonality, 0);
  }

  /**
   * Predicts one row from those before it.
   *
   * @param before {@code [LAGS, inputs]} flat, the oldest first, nothing missing
   * @param predicted receives {@code [inputs]}
   */
  void predict(float[] before, TimeOfDay time, float[] predicted) {
    Arrays.fill(predicted, 0);
    level(time, autoregression, LAGS * inputs, predicted, 0);
    for (int lag = 0; lag < LAGS; lag++) {
      addLag(before, (LAGS - 1 - lag) * inputs, lag, predicted, 0);
    }
  }

  /** Predicts one input as {@link #predict(float[], TimeOfDay, float[])} predicts all of them. */
  float predict(float[] before, TimeOfDay time, int input) {
    float predicted = 0;
    float[] terms = time.terms(cycle);
    for (int term = 0; term < cycle.terms(); term++) {
      predicted += terms[term] * autoregression[(LAGS * inputs + term) * inputs + input];
    }
    for (int lag = 0; lag < LAGS; lag++) {
      int row = (LAGS - 1 - lag) * inputs;
      for (int other = 0; other < inputs; other++) {
        predicted += before[row + other] * autoregression[(lag * inputs + other) * inputs + input];
      }
    }
    return predicted;
  }

  /**
   * Computes the seasonal level of one row.
   *
   * @param level receives {@code [inputs]} from {@code offset} on
   */
  void seasonalLevel(TimeOfDay time, float[] level, int offset) {
    Arrays.fill(level, offset, offset + inputs, 0);
    level(time, seasonality, 0, level, offset);
  }

  private void level(TimeOfDay time, float[] coefficients, int first, float[] sums, int to) {
    float[] terms = time.terms(cycle);
    MatrixProduct.add(terms, 0, cycle.terms(), coefficients, first * inputs, inputs, sums, to);
  }

  private float[] level(TimedRows rows, int from, int end, float[] coefficients, int first) {
    float[] expected = new float[(end - from) * inputs];
    float[] time = new float[cycle.terms()];
    for (int row = from; row < end; row++) {
      cycle.write(rows.millis(row), time, 0);
      int to = (row - from) * inputs;
      MatrixProduct.add(time, 0, time.length, coefficients, first * inputs, inputs, expected, to);
    }
    return expected;
  }

  /** Adds what a row of values contributes to a prediction some rows later. */
  private void addLag(float[] values, int from, int lag, float[] sums, int to) {
    MatrixProduct.add(
        values, from, inputs, autoregression, lag * inputs * inputs, inputs, sums, to);
  }
}
