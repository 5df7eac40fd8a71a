package io.github.anomalyexporter.core.score;

import java.util.Arrays;
import org.hipparchus.random.RandomDataGenerator;
import org.hipparchus.stat.StatUtils;

/**
 * Two tests of normality on one thinned subsample. Both assume independent values, but consecutive
 * errors are correlated: without thinning, autocorrelation alone would be detected as
 * non-normality.
 *
 * @param shapiroWilk result of {@link ShapiroWilk}
 * @param lilliefors result of {@link Lilliefors}
 * @param sampleSize values tested, at most {@link #MAXIMUM_SIZE}
 * @param thinning stride of the values that were kept
 * @param autocorrelation of the thinned values at lag 1; above {@link #MAXIMUM_AUTOCORRELATION}
 *     only if no allowed thinning reduces it
 */
public record NormalityTests(
    TestResult shapiroWilk,
    TestResult lilliefors,
    int sampleSize,
    int thinning,
    double autocorrelation) {

  /** Share of normal samples that each test rejects. */
  public static final double SIGNIFICANCE = 0.05;

  /** The largest sample of Royston's approximation. */
  public static final int MAXIMUM_SIZE = ShapiroWilk.MAXIMUM_SIZE;

  /** Low enough to have little effect on the tests, and above the noise of 100 values. */
  public static final double MAXIMUM_AUTOCORRELATION = 0.2;

  /** An hour at the default step; thinning does not remove a daily cycle. */
  public static final int MAXIMUM_THINNING = 60;

  /** Thinning leaves at least this many values: the tests have little power with fewer. */
  static final int MINIMUM_THINNED_SIZE = 100;

  /**
   * Tests values, thinned to every k-th for the smallest k with little autocorrelation. If more
   * than {@link #MAXIMUM_SIZE} are left, a sample of them is drawn without replacement.
   *
   * @param valuesInTimeOrder at least 5 finite numbers, one per row
   * @param seed of the draw; the same seed gives the same result
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

  /** Whether neither test rejects normality at {@link #SIGNIFICANCE}. */
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

  /** Returns the autocorrelation at lag 1; 0 if the values are constant. */
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
