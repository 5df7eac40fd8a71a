package io.github.anomalyexporter.core.feature;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The range of each input in a history without its few extreme values, extended on both sides.
 * Values outside are not learned from: a few of them would determine the mean and the deviation of
 * the input. More frequent extreme values widen the range. Immutable.
 */
public final class UsualRange {
  /**
   * Number of the lowest and of the highest values that are left out: the effect of a counter that
   * decreases lasts as long as the rate window. A burst of a minute on every day of a week or more
   * is not left out.
   */
  private static final int FEW = 5;

  /** Share of the values of a short history that are left out. */
  private static final double FEW_SHARE = 0.02;

  /** Extension on both sides, as a multiple of the width of the range. */
  private static final double REACH = 3;

  private final float[] least;
  private final float[] greatest;
  private final boolean[] still;

  private UsualRange(int inputs) {
    least = new float[inputs];
    greatest = new float[inputs];
    still = new boolean[inputs];
    Arrays.fill(least, Float.NEGATIVE_INFINITY);
    Arrays.fill(greatest, Float.POSITIVE_INFINITY);
  }

  /**
   * Returns the ranges of the inputs in some rows.
   *
   * @param rows {@code [.., inputs]} flat, raw values, NaN where missing
   * @param transforms by input: widths are those of transformed values
   */
  public static UsualRange of(float[] rows, int inputs, IntFunction<Transform> transforms) {
    UsualRange range = new UsualRange(inputs);
    for (int input = 0; input < inputs; input++) {
      Transform transform = transforms.apply(input);
      Greatest high = new Greatest(FEW + 1);
      Greatest low = new Greatest(FEW + 1);
      int count = 0;
      for (int i = input; i < rows.length; i += inputs) {
        if (!Float.isNaN(rows[i])) {
          double value = transform.apply(rows[i]);
          high.add(value);
          low.add(-value);
          count++;
        }
      }
      int few = (int) Math.ceil(Math.min(FEW, FEW_SHARE * count));
      if (count > 2 * few) {
        range.set(input, -low.get(few), high.get(few), transform);
      }
    }
    return range;
  }

  private void set(int input, double low, double high, Transform transform) {
    still[input] = FittedScaler.isConstant(low, high);
    double width = still[input] ? FittedScaler.deviationOfConstant(low, high) : high - low;
    least[input] = (float) transform.invert(low - REACH * width);
    greatest[input] = (float) transform.invert(high + REACH * width);
  }

  /**
   * Removes values outside the range. If an input is constant except for a few values, these are
   * the only information about its variation: they are moved to the end of the range instead.
   *
   * @param rows {@code [.., inputs]} flat, raw values, NaN where missing; written to
   * @return {@code rows}
   */
  public float[] admit(float[] rows) {
    for (int i = 0; i < rows.length; i++) {
      int input = i % least.length;
      if (rows[i] < least[input] || rows[i] > greatest[input]) {
        rows[i] =
            still[input] ? Math.max(least[input], Math.min(greatest[input], rows[i])) : Float.NaN;
      }
    }
    return rows;
  }
}
