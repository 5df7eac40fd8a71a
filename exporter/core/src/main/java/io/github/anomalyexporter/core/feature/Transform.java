package io.github.anomalyexporter.core.feature;

/**
 * An invertible transform of a feature's raw values to a distribution that is easier to learn. It
 * is odd and strictly increasing, so it maps 0 to 0; NaN maps to NaN.
 */
public sealed interface Transform {
  /** The identity: for ratios and other bounded features. */
  Transform NONE = new None();

  /** Transforms a raw value in the feature's unit. */
  double apply(double value);

  /** Returns the raw value of a transformed value: the inverse of {@link #apply}. */
  double invert(double transformed);

  /**
   * Returns the canonical text of the kind and its parameters. Stored models contain a digest of
   * it, so it must not change, even if a type or component is renamed.
   */
  String schema();

  /** See {@link Transform#NONE}. */
  record None() implements Transform {
    @Override
    public double apply(double value) {
      return value;
    }

    @Override
    public double invert(double transformed) {
      return transformed;
    }

    @Override
    public String schema() {
      return "None[]";
    }
  }

  /**
   * {@code sign(v) ln(1 + |v| / scale)}: for rates that span orders of magnitude.
   *
   * @param scale in the feature's unit: well below it the transform is linear, well above it
   *     logarithmic. A scale that is too small amplifies the noise of an idle host.
   */
  record Log(double scale) implements Transform {
    /** From here on the rounding of {@code 1 + ratio} is below a millionth of that of a float. */
    private static final double SMALL = 1e-2;

    public Log {
      requirePositive("scale", scale);
    }

    /** {@code log} takes the JVM a tenth of the time of {@code log1p}, which small values need. */
    @Override
    public double apply(double value) {
      double ratio = Math.abs(value) / scale;
      double transformed = ratio < SMALL ? Math.log1p(ratio) : Math.log(1 + ratio);
      return Math.copySign(transformed, value);
    }

    @Override
    public double invert(double transformed) {
      return Math.copySign(Math.expm1(Math.abs(transformed)) * scale, transformed);
    }

    @Override
    public String schema() {
      return "Log[scale=" + scale + "]";
    }
  }

  /**
   * {@code sign(v) |v|^exponent}: 0.5 for counts, whose noise grows with the root of their size.
   *
   * @param exponent above 0
   */
  record Power(double exponent) implements Transform {
    public Power {
      requirePositive("exponent", exponent);
    }

    @Override
    public double apply(double value) {
      return Math.copySign(Math.pow(Math.abs(value), exponent), value);
    }

    @Override
    public double invert(double transformed) {
      return Math.copySign(Math.pow(Math.abs(transformed), 1 / exponent), transformed);
    }

    @Override
    public String schema() {
      return "Power[exponent=" + exponent + "]";
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be above 0, found " + value);
    }
  }
}
