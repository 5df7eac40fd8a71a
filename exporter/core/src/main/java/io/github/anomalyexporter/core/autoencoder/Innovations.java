package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.ForecastStream;
import io.github.anomalyexporter.core.model.TimeOfDay;
import io.github.anomalyexporter.core.score.Residuals;
import java.util.Arrays;

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
   * The innovations of some rows of a segment.
   *
   * @param known for each input, whether the model knows it
   * @param scaled all rows of the segment, {@code [.., inputs]} flat, NaN where missing
   * @param from first row
   * @param to after the last row
   */
  Innovations(
      Forecast forecast, boolean[] known, Segment segment, float[] scaled, int from, int to) {
    this.inputs = forecast.inputs();
    int first = Math.max(0, from - ForecastStream.MEMORY);
    float[] innovations = new float[scaled.length];
    float[] deviations = new float[scaled.length];
    ForecastStream stream = new ForecastStream(forecast, known, segment.step());
    long millis = segment.first().toEpochMilli();
    for (int row = first; row < to; row++) {
      TimeOfDay time = new TimeOfDay(millis + row * segment.step().toMillis());
      stream.next(scaled, row * inputs, time, innovations, deviations);
    }
    this.values = Arrays.copyOfRange(innovations, from * inputs, to * inputs);
    this.seasonalDeviations = Arrays.copyOfRange(deviations, from * inputs, to * inputs);
  }

  /**
   * Writes the clipped innovations of all rows, the inputs of the autoencoder.
   *
   * @return {@code [rows, inputs]} flat, NaN where missing
   */
  float[] clipped() {
    float[] clipped = new float[values.length];
    clip(values, 0, clipped, 0, values.length);
    return clipped;
  }

  /**
   * Writes the clipped innovations of one row.
   *
   * @param clipped receives {@code [inputs]} from {@code offset} on
   */
  void writeClipped(int row, float[] clipped, int offset) {
    clip(values, row * inputs, clipped, offset, inputs);
  }

  /** Clips innovations; NaN stays. */
  static void clip(float[] innovations, int from, float[] clipped, int to, int count) {
    for (int i = 0; i < count; i++) {
      clipped[to + i] = Math.max(-CLIP_LIMIT, Math.min(CLIP_LIMIT, innovations[from + i]));
    }
  }

  /**
   * Returns the residuals: innovations minus their reconstruction, and seasonal deviations.
   *
   * @param reconstructed the reconstruction of the clipped innovations
   */
  Residuals residuals(float[] reconstructed) {
    float[] innovationResiduals = new float[values.length];
    for (int i = 0; i < innovationResiduals.length; i++) {
      innovationResiduals[i] = values[i] - reconstructed[i];
    }
    return new Residuals(inputs, innovationResiduals, seasonalDeviations);
  }
}
