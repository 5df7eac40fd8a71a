package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.model.Autoencoder;
import java.util.List;

/**
 * Reconstructs rows in which inputs are missing. The median that fills them at first contradicts
 * the others whenever the host is not at its median, and the others would pay for it with an error
 * they do not deserve. So what the model makes of a missing input is put in its place, and the rows
 * are reconstructed again, a few times (Rezende, Mohamed and Wierstra, "Stochastic backpropagation
 * and approximate inference in deep generative models", ICML 2014, section 5.3).
 */
final class Imputation {
  /**
   * Each comes nearer to what the model takes for consistent; most of the way is made by the first
   * ones.
   */
  private static final int PASSES = 4;

  private Imputation() {}

  /**
   * Reconstructs samples, each by its own row of the stack.
   *
   * @param seen {@code [samples, inputs]} flat, scaled and clipped, NaN where missing; missing
   *     values of inputs that vary are filled in
   * @param stackRows {@code [samples]}
   * @param scalers by row of the stack
   * @return {@code [samples, inputs]} flat, scaled
   */
  static float[] reconstruct(
      Autoencoder autoencoder, float[] seen, int[] stackRows, List<FittedScaler> scalers) {
    float[] reconstructed = autoencoder.reconstruct(seen, stackRows);
    boolean[] missing = missing(seen, stackRows, scalers);
    for (int pass = 0; missing.length > 0 && pass < PASSES; pass++) {
      int inputs = seen.length / stackRows.length;
      for (int i = 0; i < seen.length; i++) {
        if (missing[i]) {
          seen[i] = scalers.get(stackRows[i / inputs]).clip(i % inputs, reconstructed[i]);
        }
      }
      reconstructed = autoencoder.reconstruct(seen, stackRows);
    }
    return reconstructed;
  }

  /**
   * Which values can be filled in: of an input that never varied, or never was, the model knows no
   * more than the fill. Empty where there are none.
   */
  private static boolean[] missing(float[] seen, int[] stackRows, List<FittedScaler> scalers) {
    boolean[] missing = new boolean[seen.length];
    boolean any = false;
    for (int i = 0; i < seen.length; i++) {
      if (Float.isNaN(seen[i])) {
        int inputs = seen.length / stackRows.length;
        missing[i] = scalers.get(stackRows[i / inputs]).kind(i % inputs) == Kind.VARYING;
        any |= missing[i];
      }
    }
    return any ? missing : new boolean[0];
  }
}
