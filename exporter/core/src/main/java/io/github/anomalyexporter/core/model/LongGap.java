package io.github.anomalyexporter.core.model;

import org.jspecify.annotations.Nullable;

/**
 * The last rows of an instance since its last complete ones, and how the missing values of a row in
 * a long gap are filled: by predictions that begin at the seasonal levels of {@link #ROWS} rows
 * before, so that the filled values depend on these rows alone and yet follow the present values of
 * other inputs. For one thread.
 */
final class LongGap {
  /** Predictions of predictions approach the seasonal level within about half an hour. */
  static final int ROWS = 30;

  private static final int KEPT = ROWS + Forecast.LAGS + 1;

  private final int inputs;
  private final float[] rows;
  private final @Nullable TimeOfDay[] times = new TimeOfDay[KEPT];
  private int newest;

  /**
   * @param before {@code [LAGS, inputs]} flat, the rows before the gap, NaN where missing
   * @param firstMillis time of the first of them
   */
  LongGap(float[] before, long firstMillis, long stepMillis) {
    this.inputs = before.length / Forecast.LAGS;
    this.rows = new float[KEPT * inputs];
    for (int row = 0; row < Forecast.LAGS; row++) {
      add(before, row * inputs, new TimeOfDay(firstMillis + row * stepMillis));
    }
  }

  /** Adds the next row, which is at an offset. */
  void add(float[] scaled, int offset, TimeOfDay time) {
    newest = (newest + 1) % KEPT;
    System.arraycopy(scaled, offset, rows, newest * inputs, inputs);
    times[newest] = time;
  }

  /**
   * Fills the last rows.
   *
   * @param filled receives {@code [LAGS, inputs]} flat
   */
  void fill(Forecast forecast, boolean[] known, float[] filled) {
    float[] next = new float[inputs];
    int last = filled.length - inputs;
    for (int age = KEPT - 1; age >= 0; age--) {
      int row = (newest - age + KEPT) % KEPT;
      TimeOfDay time = times[row];
      // There are fewer rows at the start; all of those before are at their seasonal levels.
      if (time == null) {
        continue;
      }
      boolean isPredicted = age <= ROWS && hasValue(row);
      forecast.seasonalLevel(time, next, 0);
      for (int input = 0; input < inputs; input++) {
        float value = rows[row * inputs + input];
        if (!Float.isNaN(value)) {
          next[input] = value;
        } else if (isPredicted && known[input]) {
          next[input] = forecast.predict(filled, time, input);
        }
      }
      System.arraycopy(filled, inputs, filled, 0, last);
      System.arraycopy(next, 0, filled, last, inputs);
    }
  }

  /** Returns whether anything is known of a row; all of a row without values has its level. */
  private boolean hasValue(int row) {
    for (int cell = row * inputs; cell < (row + 1) * inputs; cell++) {
      if (!Float.isNaN(rows[cell])) {
        return true;
      }
    }
    return false;
  }
}
