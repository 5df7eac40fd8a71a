package io.github.anomalyexporter.core.model;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The innovations and seasonal deviations of one instance, row by row. Keeps the rows that the next
 * row is predicted from, with their gaps filled:
 *
 * <ul>
 *   <li>A missing value is filled with its prediction, so that the rows after a gap are predicted
 *       from the most likely values.
 *   <li>If the last {@link Forecast#LAGS} complete rows in succession are {@link LongGap#ROWS} rows
 *       ago, the predictions begin at the seasonal levels of as many rows before.
 *   <li>An input that the model does not know has its seasonal level. In a long gap, so have all
 *       inputs of a row without any value.
 * </ul>
 *
 * What a row is predicted from therefore depends on the last {@link #MEMORY} rows alone.
 *
 * <p>All rows before the first one count as missing. For one thread.
 */
public final class ForecastStream {
  /** Rows before a row on which its innovations and the filling of its gaps depend. */
  public static final int MEMORY = Forecast.LAGS + LongGap.ROWS + Forecast.LAGS;

  private final Forecast forecast;
  private final boolean[] known;
  private final long stepMillis;
  private final float[] filled;
  private final boolean[] missing;
  private final float[] predicted;
  private int completeRows;
  private int rowsSinceComplete = LongGap.ROWS;
  private boolean begun;

  /** Null while the last rows are complete. */
  private @Nullable LongGap gap;

  /**
   * @param known for each input, whether the model knows it: the others are always missing, and do
   *     not make a row incomplete
   */
  public ForecastStream(Forecast forecast, boolean[] known, Duration step) {
    this.forecast = forecast;
    this.known = known;
    this.stepMillis = step.toMillis();
    int inputs = forecast.inputs();
    this.filled = new float[Forecast.LAGS * inputs];
    this.missing = new boolean[inputs];
    this.predicted = new float[inputs];
    Arrays.fill(missing, true);
  }

  /**
   * Takes the next row.
   *
   * @param scaled contains {@code [inputs]} from {@code offset} on, NaN where missing
   * @param time of the row, a step after that of the row before
   * @param innovations receives the innovations from {@code offset} on, in units of the innovation
   *     scale; NaN where the value is missing, and where the one before is: its forecast is then
   *     based on a forecast, and an innovation of 0 would count the value as normal
   * @param deviations receives the deviations from the seasonal level from {@code offset} on; NaN
   *     where the value is missing
   */
  public void next(
      float[] scaled, int offset, TimeOfDay time, float[] innovations, float[] deviations) {
    int inputs = missing.length;
    if (!begun) {
      begin(time);
    }
    boolean isComplete = isComplete(scaled, offset);
    if (!isComplete && gap == null) {
      gap = new LongGap(filled, time.millis() - Forecast.LAGS * stepMillis, stepMillis);
    }
    forecast.predict(filled, time, predicted);
    forecast.seasonalLevel(time, deviations, offset);
    System.arraycopy(filled, inputs, filled, 0, filled.length - inputs);
    float[] scale = forecast.innovationScale();
    int last = filled.length - inputs;
    for (int input = 0; input < inputs; input++) {
      float value = scaled[offset + input];
      float level = deviations[offset + input];
      boolean isMissing = Float.isNaN(value);
      innovations[offset + input] =
          missing[input] ? Float.NaN : (value - predicted[input]) / scale[input];
      deviations[offset + input] = value - level;
      filled[last + input] = !isMissing ? value : known[input] ? predicted[input] : level;
      missing[input] = isMissing;
    }
    if (gap != null) {
      gap.add(scaled, offset, time);
      if (!isComplete && rowsSinceComplete >= LongGap.ROWS) {
        gap.fill(forecast, known, filled);
      }
    }
    count(isComplete);
  }

  private boolean isComplete(float[] scaled, int offset) {
    for (int input = 0; input < known.length; input++) {
      if (known[input] && Float.isNaN(scaled[offset + input])) {
        return false;
      }
    }
    return true;
  }

  private void count(boolean isComplete) {
    completeRows = isComplete ? Math.min(Forecast.LAGS, completeRows + 1) : 0;
    rowsSinceComplete =
        completeRows == Forecast.LAGS ? 0 : Math.min(LongGap.ROWS, rowsSinceComplete + 1);
    if (rowsSinceComplete == 0) {
      gap = null;
    }
  }

  /** The rows before the first one are missing: they have their seasonal levels. */
  private void begin(TimeOfDay first) {
    begun = true;
    long before = first.millis() - Forecast.LAGS * stepMillis;
    float[] none = new float[filled.length];
    Arrays.fill(none, Float.NaN);
    gap = new LongGap(none, before, stepMillis);
    for (int row = 0; row < Forecast.LAGS; row++) {
      TimeOfDay time = new TimeOfDay(before + row * stepMillis);
      forecast.seasonalLevel(time, filled, row * missing.length);
    }
  }
}
