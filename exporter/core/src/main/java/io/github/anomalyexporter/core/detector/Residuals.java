package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.score.ReconstructionError;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Scaled rows beside what a row of the stack that has not learned from them makes of them. */
final class Residuals {
  private final float[] scaled;
  private final float[] reconstructed;

  private Residuals(float[] scaled, float[] reconstructed) {
    this.scaled = scaled;
    this.reconstructed = reconstructed;
  }

  /**
   * Reconstructs rows of a history, from one up to another.
   *
   * @param history scaled by the scaler
   */
  static Residuals of(
      Autoencoder autoencoder,
      int stackRow,
      FittedScaler scaler,
      InstanceHistory history,
      int fromRow,
      int toRow) {
    float[] scaled = history.copy(fromRow, toRow);
    float[] seen = scaled.clone();
    scaler.clip(seen, 0, toRow - fromRow);
    int[] stackRows = new int[toRow - fromRow];
    Arrays.fill(stackRows, stackRow);
    return new Residuals(
        scaled,
        Imputation.reconstruct(
            autoencoder, seen, stackRows, Collections.nCopies(stackRow + 1, scaler)));
  }

  /** All of these, one after the other. */
  static Residuals join(List<Residuals> parts) {
    int length = parts.stream().mapToInt(part -> part.scaled.length).sum();
    Residuals joined = new Residuals(new float[length], new float[length]);
    int end = 0;
    for (Residuals part : parts) {
      System.arraycopy(part.scaled, 0, joined.scaled, end, part.scaled.length);
      System.arraycopy(part.reconstructed, 0, joined.reconstructed, end, part.scaled.length);
      end += part.scaled.length;
    }
    return joined;
  }

  /** The error whose spreads are those of these residuals. */
  ReconstructionError fit(FittedScaler scaler) {
    return ReconstructionError.fit(scaler, scaled, reconstructed);
  }

  /** The errors of the rows, NaN where a row has none. */
  double[] errors(ReconstructionError error, int inputs) {
    float[] shares = new float[scaled.length];
    double[] errors = new double[scaled.length / inputs];
    for (int row = 0; row < errors.length; row++) {
      errors[row] = error.of(scaled, reconstructed, row * inputs, shares);
    }
    return errors;
  }
}
