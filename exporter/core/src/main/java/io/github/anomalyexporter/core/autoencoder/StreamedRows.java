package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.model.Autoencoder;

/**
 * Buffers of rows between their forecast and their error: each row is of another instance, or of
 * one instance at another time. Flat arrays, {@code [rows, inputs]}, that are used again. For one
 * thread.
 */
final class StreamedRows {
  private final int inputs;
  private final double[] squares;
  private float[] raw = new float[0];
  private float[] scaled = new float[0];
  private float[] innovations = new float[0];
  private float[] deviations = new float[0];
  private float[] clipped = new float[0];
  private float[] residuals = new float[0];

  StreamedRows(int inputs) {
    this.inputs = inputs;
    this.squares = new double[inputs];
  }

  /** Makes room for so many rows, whose values are undefined. */
  void resize(int rows) {
    int length = rows * inputs;
    if (clipped.length != length) {
      raw = new float[length];
      scaled = new float[length];
      innovations = new float[length];
      deviations = new float[length];
      clipped = new float[length];
      residuals = new float[length];
    }
  }

  /**
   * Computes the residuals of all rows: innovations minus their reconstruction.
   *
   * @param stackRows for each equal group of rows, the row of the stack that reconstructs it
   */
  void reconstruct(Autoencoder autoencoder, int[] stackRows) {
    Innovations.clip(innovations, 0, clipped, 0, clipped.length);
    autoencoder.reconstruct(clipped, stackRows, residuals);
    for (int i = 0; i < residuals.length; i++) {
      residuals[i] = innovations[i] - residuals[i];
    }
  }

  int inputs() {
    return inputs;
  }

  /** Engineered, in the features' units, NaN where missing. */
  float[] raw() {
    return raw;
  }

  float[] scaled() {
    return scaled;
  }

  /** In units of the innovation scale; NaN where missing. */
  float[] innovations() {
    return innovations;
  }

  /** From the seasonal level, scaled; NaN where missing. */
  float[] deviations() {
    return deviations;
  }

  /** Innovations minus their reconstruction; NaN where missing. */
  float[] residuals() {
    return residuals;
  }

  /** {@code [inputs]}, for computations of one row. */
  double[] squares() {
    return squares;
  }
}
