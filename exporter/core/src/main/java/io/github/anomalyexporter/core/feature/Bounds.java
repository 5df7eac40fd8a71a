package io.github.anomalyexporter.core.feature;

/**
 * The range of the possible values of a feature. A value outside is an artefact: a counter that
 * decreases, a subtraction that wraps around.
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
   * Share of a bound by which a value may exceed it; such a value is replaced by the bound. The
   * rates of a ratio are estimates: that of a disk that is always busy can be 1.02.
   */
  static final double TOLERANCE = 0.1;

  /** Share of the range: 1 minus a ratio of equal values can be slightly below 0. */
  private static final double ROUNDING = 1e-6;

  public Bounds {
    if (!(min < max)) {
      throw new IllegalArgumentException("a lower bound of " + min + " with an upper of " + max);
    }
  }

  /** Returns the default bounds of a feature with this unit. */
  public static Bounds ofUnit(String unit) {
    return unit.equals(RATIO) ? SHARE : NONE;
  }

  /** Returns the value, or the bound if it is just outside, or NaN if it is further outside. */
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

  /** Returns the value, or the bound that it exceeds; NaN for NaN. */
  public double clamp(double value) {
    return Math.max(min, Math.min(max, value));
  }

  /** Returns the bounds of the difference of two values within these bounds. */
  Bounds change() {
    double range = max - min;
    return new Bounds(-range, range);
  }

  /**
   * Returns the bounds of the quotient of a value within these bounds and one within others.
   *
   * @param floor least denominator, above 0
   */
  Bounds over(Bounds denominator, double floor) {
    double least = Math.max(denominator.min, floor);
    double greatest = Math.max(denominator.max, floor);
    return new Bounds(min / (min < 0 ? least : greatest), max / (max > 0 ? least : greatest));
  }
}
