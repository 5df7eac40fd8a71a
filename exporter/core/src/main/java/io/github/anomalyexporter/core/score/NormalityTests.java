package io.github.anomalyexporter.core.score;

import java.util.Arrays;
import org.hipparchus.random.RandomDataGenerator;
import org.hipparchus.stat.StatUtils;

/**
 * Two tests of normality on one thinned subsample. Both take independent values for granted, and
 * consecutive errors are not: without thinning, autocorrelation alone would be taken for
 * non-normality.
 *
 * @param shapiroWilk result of {@link ShapiroWilk}
 * @param lilliefors result of {@link Lilliefors}
 * @param sampleSize values tested, at most {@link #MAXIMUM_SIZE}
 * @param thinning every so many-th value was kept
 * @param autocorrelation of the thinned values at lag 1; above {@link #MAXIMUM_AUTOCORRELATION}
 *     only where no allowed thinning brought it down
 */
public record NormalityTests(
    TestResult shapiroWilk,
    TestResult lilliefors,
    int sampleSize,
    int thinning,
    double autocorrelation) {

  /** A normal sample is called non-normal by either test in this share of cases. */
  public static final double SIGNIFICANCE = 0.05;

  /** Where Royston's approximation ends. */
  public static final int MAXIMUM_SIZE = ShapiroWilk.MAXIMUM_SIZE;

  /** Low enough to leave the level of the tests about alone, and above the noise of 100 values. */
  public static final double MAXIMUM_AUTOCORRELATION = 0.2;

  /** Daily rhythms do not thin out; an hour of the default step is enough for the rest. */
  public static final int MAXIMUM_THINNING = 60;

  /** Thinning leaves so many values: fewer could hardly contradict anything. */
  static final int MINIMUM_THINNED_SIZE = 100;

  /**
   * Tests the values, thinned to every k-th for the smallest k that makes them about uncorrelated
   * and, where more than {@link #MAXIMUM_SIZE} are left, drawn from without replacement.
   *
   * @param valuesInTimeOrder at least 5 finite numbers, one per row
   * @param seed of the draw; one seed, one result
   */
  public static NormalityTests of(double[] valuesInTimeOrder, long seed) {
    int limit = Math.min(MAXIMUM_THINNING, valuesInTimeOrder.length / MINIMUM_THINNED_SIZE);
    int thinning = 1;
    double[] thinned = valuesInTimeOrder;
    double autocorrelation = autocorrelation(thinned);
    while (autocorrelation >= MAXIMUM_AUTOCORRELATION && thinning < limit) {
      thinning++;
      thinned = everyNth(valuesInTimeOrder, thinning);
      autocorrelation = autocorrelation(thinned);
    }
    double[] sample = thinned.length > MAXIMUM_SIZE ? draw(thinned, seed) : thinned;
    return new NormalityTests(
        ShapiroWilk.test(sample),
        Lilliefors.test(sample),
        sample.length,
        thinning,
        autocorrelation);
  }

  /** Whether neither test contradicts normality at {@link #SIGNIFICANCE}. */
  public boolean normal() {
    return !shapiroWilk.rejectsAt(SIGNIFICANCE) && !lilliefors.rejectsAt(SIGNIFICANCE);
  }

  private static double[] everyNth(double[] values, int step) {
    double[] kept = new double[(values.length + step - 1) / step];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = values[i * step];
    }
    return kept;
  }

  /** At lag 1; 0 where the values do not vary. */
  private static double autocorrelation(double[] values) {
    double mean = StatUtils.mean(values);
    double variance = 0;
    double covariance = 0;
    for (int i = 0; i < values.length; i++) {
      double deviation = values[i] - mean;
      variance += deviation * deviation;
      covariance += i > 0 ? deviation * (values[i - 1] - mean) : 0;
    }
    return variance > 0 ? covariance / variance : 0;
  }

  private static double[] draw(double[] values, long seed) {
    int[] drawn = new RandomDataGenerator(seed).nextPermutation(values.length, MAXIMUM_SIZE);
    return Arrays.stream(drawn).mapToDouble(index -> values[index]).toArray();
  }
}
