package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TimedRows;
import io.github.anomalyexporter.core.score.Coverage;
import io.github.anomalyexporter.core.score.Residuals;
import java.util.function.IntPredicate;

/**
 * What is new in consecutive rows of one instance: what the forecast did not know, which is what
 * the autoencoder reconstructs, and how far the rows are from their usual level.
 */
final class Innovations {
  /**
   * The autoencoder sees no innovation larger than this, in spreads: an outlier would smear over
   * the reconstruction of the others. What it leaves is taken of the unclipped one.
   */
  private static final float LARGEST_SEEN = 5;

  private final int inputs;
  private final float[] values;
  private final float[] displacements;

  /**
   * Of rows from one up to another.
   *
   * @param scaled {@code [.., inputs]} flat, NaN where missing: the innovation of a missing cell is
   *     missing, and so is that of a cell right after a missing one
   * @param filled the same without gaps
   * @param from at least {@link Forecast#LAGS}
   */
  Innovations(Forecast forecast, float[] scaled, TimedRows filled, int from, int to) {
    this.inputs = forecast.inputs();
    this.values = forecast.innovations(filled, from, to);
    this.displacements = forecast.fromClock(filled, from, to);
    for (int i = 0; i < values.length; i++) {
      float value = scaled[from * inputs + i];
      displacements[i] = value - displacements[i];
      // After a missing cell the forecast rests on a forecast: how new the value is, is unknown.
      // An innovation of 0 would claim that it is not.
      if (Float.isNaN(value) || Float.isNaN(scaled[(from - 1) * inputs + i])) {
        values[i] = Float.NaN;
      }
    }
  }

  /**
   * Writes them as the autoencoder sees them.
   *
   * @param seen receives {@code [rows, inputs]} flat, NaN where missing, from {@code offset} on
   */
  void see(float[] seen, int offset) {
    for (int i = 0; i < values.length; i++) {
      // NaN passes through both.
      seen[offset + i] = Math.max(-LARGEST_SEEN, Math.min(LARGEST_SEEN, values[i]));
    }
  }

  int size() {
    return values.length;
  }

  /** The {@link Coverage} of each row, over the inputs that are expected. */
  double[] coverages(IntPredicate expected) {
    return Coverage.of(new Residuals(inputs, values, displacements), expected);
  }

  /**
   * What is left of them.
   *
   * @param reconstructed holds what the autoencoder made of them, from {@code offset} on
   */
  Residuals less(float[] reconstructed, int offset) {
    float[] surprises = new float[values.length];
    for (int i = 0; i < surprises.length; i++) {
      surprises[i] = values[i] - reconstructed[offset + i];
    }
    return new Residuals(inputs, surprises, displacements);
  }
}
