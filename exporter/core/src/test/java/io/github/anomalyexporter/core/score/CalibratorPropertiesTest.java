package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class CalibratorPropertiesTest {
  private static final String BOUNDED = "out of proportion";

  /** Autocorrelated errors with all kinds of tails, rounded to ties in some cases. */
  @Provide
  Arbitrary<double[]> errors() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3000),
            Arbitraries.doubles().between(0, 0.95),
            Arbitraries.doubles().between(-0.4, 1),
            Arbitraries.of(0.0, 0.1, 3.0),
            Arbitraries.longs())
        .as(CalibratorPropertiesTest::errors);
  }

  private static double[] errors(
      int rows, double correlation, double shape, double rounding, long seed) {
    GeneralizedPareto tail = new GeneralizedPareto(shape, 1);
    double[] errors =
        Processes.autoregressive(
            rows, correlation, probability -> tail.level(Math.max(1 - probability, 1e-15)), seed);
    return rounding == 0
        ? errors
        : Arrays.stream(errors).map(error -> Math.rint(error / rounding) * rounding).toArray();
  }

  @Property(tries = 200)
  void a_threshold_is_positive_and_finite_and_explained(
      @ForAll("errors") double[] errors, @ForAll ThresholdMethod method, @ForAll boolean fleet) {
    Calibration calibration =
        Calibrator.calibrate(
            ErrorTimeline.consecutive(errors),
            ThresholdOptions.DEFAULT.withMethod(method),
            fleet ? new GeneralizedPareto(0.1, 1) : null,
            1);

    assertThat(calibration.threshold()).isPositive().isFinite();
    assertThat(calibration.reason()).isNotBlank();
  }

  @Property(tries = 200)
  void a_threshold_never_falls_when_the_quantile_rises(
      @ForAll("errors") double[] errors,
      @ForAll("forced") ThresholdMethod method,
      @ForAll @Scale(5) @DoubleRange(min = 0.5, max = 0.99999) double one,
      @ForAll @Scale(5) @DoubleRange(min = 0.5, max = 0.99999) double other) {
    ThresholdOptions options = ThresholdOptions.DEFAULT.withMethod(method);

    double lower = threshold(errors, options.withQuantile(Math.min(one, other)));
    double higher = threshold(errors, options.withQuantile(Math.max(one, other)));

    assertThat(higher).isGreaterThanOrEqualTo(lower);
  }

  @Provide
  Arbitrary<ThresholdMethod> forced() {
    return Arbitraries.of(ThresholdMethod.class).filter(method -> method != ThresholdMethod.AUTO);
  }

  @Property(tries = 200)
  void a_threshold_scales_with_the_errors_and_a_budgets_half_as_much_in_the_logarithm(
      @ForAll("errors") double[] errors,
      @ForAll ThresholdMethod method,
      @ForAll @IntRange(min = -15, max = 200) int exponent) {
    // A power of two moves no digit, so that no tie and no p-value changes sides.
    double factor = Math.scalb(1.0, exponent);
    ThresholdOptions options = ThresholdOptions.DEFAULT.withMethod(method);
    double[] scaled = Arrays.stream(errors).map(error -> factor * error).toArray();
    Calibration before = Calibrator.calibrate(ErrorTimeline.consecutive(errors), options, null, 1);
    Calibration after = Calibrator.calibrate(ErrorTimeline.consecutive(scaled), options, null, 1);
    if (before.threshold() <= Calibrator.MINIMUM_THRESHOLD
        || after.threshold() <= Calibrator.MINIMUM_THRESHOLD) {
      return;
    }

    // Few or equal errors have another method than was asked for.
    double expected = before.method() == ThresholdMethod.BUDGET ? Math.sqrt(factor) : factor;
    double scale = after.threshold() / before.threshold();
    if (before.reason().contains(BOUNDED) || after.reason().contains(BOUNDED)) {
      // The common level, which sets the bound, does not scale.
      assertThat(Math.abs(Math.log(scale)))
          .isLessThanOrEqualTo(Math.abs(Math.log(expected)) + 1e-6);
      return;
    }
    assertThat(scale).isCloseTo(expected, withPercentage(1e-6));
  }

  @Property(tries = 100)
  void a_few_outliers_do_not_carry_the_threshold_away(
      @ForAll @IntRange(min = 1, max = 5) int outliers,
      @ForAll @DoubleRange(min = 0, max = 0.9) double correlation,
      @ForAll long seed) {
    double[] errors = errors(4000, correlation, 0, 0, seed);
    ThresholdOptions auto = ThresholdOptions.DEFAULT.withMethod(ThresholdMethod.AUTO);
    double clean = threshold(errors, auto);
    addOutliers(errors, outliers, seed);

    assertThat(threshold(errors, auto)).isBetween(0.5 * clean, 5 * clean);
  }

  @Property(tries = 100)
  void fewer_outliers_than_the_budget_do_not_carry_the_threshold_away(
      @ForAll @IntRange(min = 1, max = 2) int outliers,
      @ForAll @DoubleRange(min = 0, max = 0.9) double correlation,
      @ForAll long seed) {
    // 4,000 rows are 2.8 days: three episodes.
    double[] errors = errors(4000, correlation, 0, 0, seed);
    double clean = threshold(errors, ThresholdOptions.DEFAULT);
    addOutliers(errors, outliers, seed);

    assertThat(threshold(errors, ThresholdOptions.DEFAULT)).isBetween(0.5 * clean, clean * 2);
  }

  @Property(tries = 100)
  void however_many_incidents_a_budget_stays_far_below_them(
      @ForAll @IntRange(min = 3, max = 200) int outliers,
      @ForAll @DoubleRange(min = 0, max = 0.9) double correlation,
      @ForAll long seed) {
    double[] errors = errors(4000, correlation, 0, 0, seed);
    addOutliers(errors, outliers, seed);

    assertThat(threshold(errors, ThresholdOptions.DEFAULT)).isLessThan(0.1 * 1000);
  }

  private static void addOutliers(double[] errors, int outliers, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < outliers; i++) {
      errors[random.nextInt(errors.length)] = 1000;
    }
  }

  @Property(tries = 100)
  void an_hour_of_incident_does_not_carry_the_threshold_away(
      @ForAll("robust") ThresholdMethod method,
      @ForAll @DoubleRange(min = 0, max = 0.9) double correlation,
      @ForAll @IntRange(min = 0, max = 3940) int start,
      @ForAll long seed) {
    double[] errors = errors(4000, correlation, 0, 0, seed);
    ThresholdOptions options = ThresholdOptions.DEFAULT.withMethod(method);
    double clean = threshold(errors, options);
    Arrays.fill(errors, start, start + 60, 1000);

    assertThat(threshold(errors, options)).isBetween(0.5 * clean, 5 * clean);
  }

  /** The quantile itself would be among them, and mean and deviation are carried away by them. */
  @Provide
  Arbitrary<ThresholdMethod> robust() {
    return Arbitraries.of(ThresholdMethod.AUTO, ThresholdMethod.BUDGET);
  }

  private static double threshold(double[] errors, ThresholdOptions options) {
    return Calibrator.calibrate(ErrorTimeline.consecutive(errors), options, null, 1).threshold();
  }
}
