package io.github.anomalyexporter.core.feature;

/**
 * The values that a feature can have. What is outside was not measured: a counter that steps back,
 * a subtraction that wraps around.
 *
 * @param min least possible value, negative infinity without a lower bound
 * @param max greatest possible value, positive infinity without an upper bound
 */
public record Bounds(double min, double max) {
  /** Any finite value. */
  public static final Bounds NONE = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** A share of a whole. */
  public static final Bounds SHARE = new Bounds(0, 1);

  /** The unit of a share of a whole. */
  private static final String RATIO = "ratio";

  /**
   * Share of a bound by which a value may exceed it and is taken for the bound: the rates of a
   * ratio are estimates, and a disk that is busy all the time can come out at 1.02.
   */
  static final double TOLERANCE = 0.1;

  /** Share of the range: one less a ratio of equals can come out below 0. */
  private static final double ROUNDING = 1e-6;

  public Bounds {
    if (!(min < max)) {
      throw new IllegalArgumentException("a lower bound of " + min + " with an upper of " + max);
    }
  }

  /** The bounds of a feature of this unit unless it says otherwise. */
  public static Bounds ofUnit(String unit) {
    return unit.equals(RATIO) ? SHARE : NONE;
  }

  /** The value, moved to the bound where it is just outside; NaN where it is further outside. */
  public float admit(float value) {
    if (!Float.isFinite(value)) {
      return Float.NaN;
    }
    double rounding = Double.isFinite(max - min) ? ROUNDING * (max - min) : 0;
    boolean possible =
        value >= min - Math.max(rounding, TOLERANCE * Math.abs(min))
            && value <= max + Math.max(rounding, TOLERANCE * Math.abs(max));
    return possible ? (float) clamp(value) : Float.NaN;
  }

  /** The value, or the bound that it exceeds; NaN stays NaN. */
  public double clamp(double value) {
    return Math.max(min, Math.min(max, value));
  }

  /** Of the difference of two values within these. */
  Bounds change() {
    double range = max - min;
    return new Bounds(-range, range);
  }

  /**
   * Of a value within these over a value within others.
   *
   * @param floor least denominator, above 0
   */
  Bounds over(Bounds denominator, double floor) {
    double least = Math.max(denominator.min, floor);
    double greatest = Math.max(denominator.max, floor);
    return new Bounds(min / (min < 0 ? least : greatest), max / (max > 0 ? least : greatest));
  }
}
