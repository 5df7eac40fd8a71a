package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TimedRows;
import io.github.anomalyexporter.core.score.Coverage;
import io.github.anomalyexporter.core.score.Residuals;
import java.util.function.IntPredicate;

/**
 * The innovations of consecutive rows of one instance, which the autoencoder reconstructs, and the
 * deviations of the rows from their seasonal level.
 */
final class Innovations {
  /**
   * Limit of the autoencoder's inputs, in units of the innovation scale: an outlier would distort
   * the reconstruction of the other inputs. Residuals are those of the unclipped innovations.
   */
  private static final float CLIP_LIMIT = 5;

  private final int inputs;
  private final float[] values;
  private final float[] seasonalDeviations;

  /**
   * The innovations of some rows.
   *
   * @param scaled {@code [.., inputs]} flat, NaN where missing: the innovation of a missing cell is
   *     missing, and so is that of a cell right after a missing one
   * @param filled the same rows without gaps
   * @param from first row, at least {@link Forecast#LAGS}
   * @param to after the last row
   */
  Innovations(Forecast forecast, float[] scaled, TimedRows filled, int from, int to) {
    this.inputs = forecast.inputs();
    this.values = forecast.innovations(filled, from, to);
    this.seasonalDeviations = forecast.seasonalLevels(filled, from, to);
    for (int i = 0; i < values.length; i++) {
      float value = scaled[from * inputs + i];
      seasonalDeviations[i] = value - seasonalDeviations[i];
      // After a missing cell the forecast is based on a forecast, so the innovation is unknown. An
      // innovation of 0 would count the value as normal.
      if (Float.isNaN(value) || Float.isNaN(scaled[(from - 1) * inputs + i])) {
        values[i] = Float.NaN;
      }
    }
  }

  /**
   * Writes the clipped innovations, the inputs of the autoencoder.
   *
   * @param clipped receives {@code [rows, inputs]} flat, NaN where missing, from {@code offset} on
   */
  void writeClipped(float[] clipped, int offset) {
    for (int i = 0; i < values.length; i++) {
      // NaN passes through both.
      clipped[offset + i] = Math.max(-CLIP_LIMIT, Math.min(CLIP_LIMIT, values[i]));
    }
  }

  int size() {
    return values.length;
  }

  /** Returns the {@link Coverage} of each row, over the expected inputs. */
  double[] coverages(IntPredicate expected) {
    return Coverage.of(new Residuals(inputs, values, seasonalDeviations), expected);
  }

  /**
   * Returns the residuals: innovations minus their reconstruction, and seasonal deviations.
   *
   * @param reconstructed contains the reconstruction of the clipped innovations from {@code offset}
   *     on
   */
  Residuals residuals(float[] reconstructed, int offset) {
    float[] innovationResiduals = new float[values.length];
    for (int i = 0; i < innovationResiduals.length; i++) {
      innovationResiduals[i] = values[i] - reconstructed[offset + i];
    }
    return new Residuals(inputs, innovationResiduals, seasonalDeviations);
  }
}
