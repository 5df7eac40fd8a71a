package io.github.anomalyexporter.core.model;

/**
 * The hyperbolic tangent of floats as a rational function, {@code x P(x²) / Q(x²)}, several times
 * as fast as {@link Math#tanh}: without a branch, so that the compiler processes several numbers at
 * a time. The result differs from the exact value by less than {@link #LARGEST_ERROR}.
 *
 * <p>Source of the coefficients: the minimax approximation of degree 13 over 6 of the library Eigen
 * ({@code generic_fast_tanh_float}), which TensorFlow uses on processors, too.
 */
final class HyperbolicTangent {
  /** Largest absolute error; at 0 the relative error is as small. */
  static final double LARGEST_ERROR = 5e-7;

  /** Beyond it the approximation is not valid, and the exact value is 1 less 3e-7. */
  private static final float LIMIT = 7.905311f;

  private static final float P1 = 0.0048935246f;
  private static final float P3 = 6.3726195e-4f;
  private static final float P5 = 1.48572235e-5f;
  private static final float P7 = 5.1222973e-8f;
  private static final float P9 = -8.604672e-11f;
  private static final float P11 = 2.000188e-13f;
  private static final float P13 = -2.7607684e-16f;

  private static final float Q0 = 0.004893525f;
  private static final float Q2 = 0.0022684347f;
  private static final float Q4 = 1.1853471e-4f;
  private static final float Q6 = 1.1982584e-6f;

  private HyperbolicTangent() {}

  /** Replaces the first numbers of an array by their hyperbolic tangents; NaN stays NaN. */
  static void apply(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      float x = Math.max(-LIMIT, Math.min(LIMIT, values[i]));
      float square = x * x;
      float p = P11 + square * P13;
      p = P9 + square * p;
      p = P7 + square * p;
      p = P5 + square * p;
      p = P3 + square * p;
      p = P1 + square * p;
      float q = Q4 + square * Q6;
      q = Q2 + square * q;
      q = Q0 + square * q;
      values[i] = x * p / q;
    }
  }
}
