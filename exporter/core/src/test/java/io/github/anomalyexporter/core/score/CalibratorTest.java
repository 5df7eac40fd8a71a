package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.github.anomalyexporter.core.score.ErrorDistribution.Quantile;
import io.github.anomalyexporter.core.score.TailThreshold.ShapeSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibratorTest {
  private static final ThresholdOptions AUTO =
      ThresholdOptions.DEFAULT.withMethod(ThresholdMethod.AUTO);

  private static Calibration calibrate(double[] errors, ThresholdOptions options) {
    return Calibrator.calibrate(ErrorTimeline.consecutive(errors), options, null, 1);
  }

  private static TailThreshold tail(Calibration calibration) {
    return Objects.requireNonNull(calibration.tail());
  }

  private static double[] exponential(int rows, double correlation) {
    return Processes.autoregressive(rows, correlation, ReferenceData::exponential, 1);
  }

  @Test
  void normal_errors_get_mean_plus_three_standard_deviations_if_rare_enough() {
    Calibration calibration = calibrate(Processes.normal(3000, 10, 1, 1), AUTO.withQuantile(0.998));

    assertThat(calibration.method()).isEqualTo(ThresholdMethod.SIGMA);
    assertThat(calibration.threshold())
        .isEqualTo(
            calibration.errors().mean() + 3 * calibration.errors().standardDeviation(),
            within(1e-12));
    assertThat(calibration.threshold()).isCloseTo(13, within(0.15));
    assertThat(calibration.reason())
        .startsWith("errors look normal")
        .endsWith("mean + 3.00 standard deviations");
  }

  @Test
  void normal_errors_get_their_quantile_if_three_standard_deviations_are_not_rare_enough() {
    Calibration calibration = calibrate(Processes.normal(3000, 10, 1, 1), AUTO);

    assertThat(calibration.method()).isEqualTo(ThresholdMethod.TAIL);
    assertThat(calibration.reason()).startsWith("errors look normal").contains("0.9995");
    // A normal error exceeds 3.29 standard deviations with this probability.
    assertThat(calibration.threshold()).isCloseTo(13.3, within(0.2));
  }

  @Test
  void other_errors_get_the_quantile_where_the_sample_shows_it() {
    Calibration calibration = calibrate(exponential(40_000, 0), AUTO);

    assertThat(calibration.method()).isEqualTo(ThresholdMethod.QUANTILE);
    assertThat(calibration.threshold()).isCloseTo(-Math.log(0.0005), within(0.5));
    assertThat(calibration.reason()).startsWith("errors look not normal").contains("0.9995");
  }

  @Test
  void other_errors_get_a_tail_where_the_sample_does_not_show_the_quantile() {
    Calibration calibration = calibrate(exponential(4000, 0), AUTO);

    assertThat(calibration.method()).isEqualTo(ThresholdMethod.TAIL);
    assertThat(calibration.threshold()).isCloseTo(-Math.log(0.0005), within(2.0));
    assertThat(calibration.reason()).contains("4000 rows show too little").contains("its own");
    assertThat(calibration.fleetShapeUsed()).isFalse();
  }

  @Test
  void clustered_exceedances_show_less_than_their_number() {
    ThresholdOptions options = AUTO.withQuantile(0.997);

    assertThat(calibrate(exponential(4000, 0), options).method())
        .isEqualTo(ThresholdMethod.QUANTILE);
    assertThat(calibrate(exponential(4000, 0.95), options).method())
        .isEqualTo(ThresholdMethod.TAIL);
  }

  @Test
  void too_few_clusters_take_the_shape_of_the_fleet_and_say_so() {
    double[] errors = exponential(600, 0.98);
    GeneralizedPareto fleet = new GeneralizedPareto(0.2, 1);

    Calibration calibration =
        Calibrator.calibrate(ErrorTimeline.consecutive(errors), AUTO, fleet, 1);

    assertThat(calibration.fleetShapeUsed()).isTrue();
    assertThat(tail(calibration).excess().shape()).isEqualTo(0.2);
    assertThat(calibration.reason()).contains("the fleet's");
    assertThat(tail(calibrate(errors, AUTO)).shapeSource()).isEqualTo(ShapeSource.EXPONENTIAL);
    assertThat(calibrate(errors, AUTO).reason()).contains("for lack of clusters and of a fleet");
  }

  @Test
  void a_configured_method_is_used_for_any_errors() {
    double[] errors = exponential(4000, 0);

    assertThat(calibrate(errors, AUTO.withMethod(ThresholdMethod.SIGMA)).threshold())
        .isCloseTo(4, within(0.3));
    Calibration quantile = calibrate(errors, AUTO.withMethod(ThresholdMethod.QUANTILE));
    assertThat(quantile.method()).isEqualTo(ThresholdMethod.QUANTILE);
    assertThat(quantile.threshold()).isLessThanOrEqualTo(Arrays.stream(errors).max().orElse(0));
    double[] normal = Processes.normal(3000, 10, 1, 1);
    assertThat(calibrate(normal, AUTO.withMethod(ThresholdMethod.TAIL)).method())
        .isEqualTo(ThresholdMethod.TAIL);
  }

  @Test
  void a_tail_is_not_used_for_a_quantile_below_it() {
    double[] errors = exponential(4000, 0);

    Calibration calibration =
        calibrate(errors, AUTO.withMethod(ThresholdMethod.TAIL).withQuantile(0.9));

    assertThat(calibration.method()).isEqualTo(ThresholdMethod.QUANTILE);
    assertThat(calibration.threshold()).isCloseTo(Math.log(10), within(0.2));
    assertThat(calibration.reason()).contains("below the tail");
  }

  @Test
  void errors_that_are_equal_at_the_top_have_no_tail() {
    double[] errors =
        DoubleStream.concat(
                DoubleStream.iterate(0, value -> value + 1e-3).limit(500),
                DoubleStream.generate(() -> 3).limit(500))
            .toArray();

    Calibration calibration = calibrate(errors, AUTO);

    assertThat(calibration.method()).isEqualTo(ThresholdMethod.QUANTILE);
    assertThat(calibration.threshold()).isEqualTo(3);
    assertThat(calibration.tail()).isNull();
    assertThat(calibration.reason()).contains("no tail");
  }

  @Test
  void a_wish_for_false_alarms_replaces_quantile_and_sigmas() {
    double[] clustered = exponential(4000, 0.9);
    ThresholdOptions wish = AUTO.withFalseAlarmsPerDay(1.0);

    Calibration calibration = calibrate(clustered, wish);

    assertThat(tail(calibration).meanClusterLength()).isGreaterThan(2);
    assertThat(calibration.quantile())
        .isCloseTo(1 - tail(calibration).meanClusterLength() / 1440, within(1e-12));

    Calibration normal = calibrate(Processes.normal(3000, 10, 1, 1), wish);
    // About one row in 1,200 for clusters of 1.2 rows: 3.1 standard deviations.
    assertThat(normal.threshold()).isCloseTo(13.1, within(0.2));
  }

  @Test
  void a_rarer_false_alarm_has_a_higher_threshold() {
    double[] errors = exponential(4000, 0.9);
    double previous = 0;
    for (double wish : new double[] {2, 1, 0.5, 0.1, 0.01}) {
      double threshold = calibrate(errors, AUTO.withFalseAlarmsPerDay(wish)).threshold();
      assertThat(threshold).isGreaterThan(previous);
      previous = threshold;
    }
  }

  @Test
  void rows_without_an_error_are_left_out() {
    double[] errors = exponential(4000, 0);
    double[] withGaps = new double[8000];
    Arrays.fill(withGaps, Double.NaN);
    System.arraycopy(errors, 0, withGaps, 0, 2000);
    System.arraycopy(errors, 2000, withGaps, 6000, 2000);

    Calibration calibration = calibrate(withGaps, AUTO);

    assertThat(calibration.errors()).isEqualTo(calibrate(errors, AUTO).errors());
    assertThat(calibration.threshold())
        .isCloseTo(calibrate(errors, AUTO).threshold(), withPercentage(1));
  }

  /** Errors below 1, and a peak of each of these levels, far apart. */
  private static double[] withPeaks(int rows, double... peaks) {
    double[] errors =
        Arrays.stream(exponential(rows, 0)).map(error -> error / (1 + error)).toArray();
    for (int peak = 0; peak < peaks.length; peak++) {
      errors[(2 * peak + 1) * rows / (2 * peaks.length)] = peaks[peak];
    }
    return errors;
  }

  private static double halfway(double level) {
    return Math.sqrt(Calibrator.COMMON_LEVEL * level);
  }

  @Test
  void a_budget_is_halfway_from_what_is_exceeded_once_a_day_to_the_common_level() {
    double[] threeDays = withPeaks(3 * 1440, 9, 2, 5, 3);

    Calibration calibration = calibrate(threeDays, ThresholdOptions.DEFAULT);

    assertThat(calibration.method()).isEqualTo(ThresholdMethod.BUDGET);
    assertThat(calibration.threshold()).isCloseTo(halfway(3), within(1e-12));
    assertThat(calibration.reason())
        .isEqualTo("exceeded 3 times in 4320 rows: 3.00, halfway to the common level of 3.60");
    assertThat(calibration.normality()).as("kept all the same").isNotNull();
  }

  @Test
  void a_budget_counts_peaks_an_hour_apart() {
    double[] errors = withPeaks(3 * 1440, 9, 2, 5, 3);
    Arrays.fill(errors, 1000, 1060, 8);

    assertThat(calibrate(errors, ThresholdOptions.DEFAULT).threshold())
        .as("9, 8 and 5")
        .isCloseTo(halfway(5), within(1e-12));
    assertThat(calibrate(errors, ThresholdOptions.DEFAULT.withRowsPerDay(4320)).threshold())
        .as("one a day of three hours an hour")
        .isCloseTo(halfway(9), within(1e-12));
  }

  @Test
  void a_budget_of_more_or_fewer_false_alarms_takes_a_smaller_or_larger_peak() {
    double[] threeDays = withPeaks(3 * 1440, 9, 2, 5, 3);
    ThresholdOptions options = ThresholdOptions.DEFAULT;

    assertThat(calibrate(threeDays, options.withFalseAlarmsPerDay(4 / 3.0)).threshold())
        .isCloseTo(halfway(2), within(1e-12));
    assertThat(calibrate(threeDays, options.withFalseAlarmsPerDay(1 / 3.0)).threshold())
        .isCloseTo(halfway(9), within(1e-12));
  }

  @Test
  void a_budget_of_less_than_a_day_extrapolates_the_largest_peak_to_a_day() {
    Calibration calibration = calibrate(withPeaks(200, 2, 4, 3), ThresholdOptions.DEFAULT);

    assertThat(calibration.method()).isEqualTo(ThresholdMethod.BUDGET);
    // (1440 / 200) to the power of 0.43 is 2.3370.
    assertThat(calibration.threshold()).isCloseTo(halfway(4 * 2.3370), within(1e-3));
    assertThat(calibration.reason())
        .isEqualTo(
            "exceeded 1 times in 200 rows, extrapolated from 4.00 to one episode: 9.35,"
                + " halfway to the common level of 3.60");
  }

  @Test
  void the_shorter_a_history_with_the_same_largest_peak_the_higher_its_threshold() {
    double previous = Double.POSITIVE_INFINITY;
    for (int rows : new int[] {180, 360, 720, 1440}) {
      double threshold = calibrate(withPeaks(rows, 4), ThresholdOptions.DEFAULT).threshold();
      assertThat(threshold).isLessThan(previous);
      previous = threshold;
    }
    assertThat(previous).as("a day").isCloseTo(halfway(4), within(1e-12));
  }

  @Test
  void a_few_incidents_raise_a_budget_by_a_bounded_factor() {
    double[] calm = withPeaks(1440, 9, 8, 8);
    double[] wild = withPeaks(1440, 1e6, 9, 1e30, 8, 1e3, 8, 1e3);

    assertThat(calibrate(calm, ThresholdOptions.DEFAULT).threshold())
        .isCloseTo(halfway(9), within(1e-12));
    Calibration calibration = calibrate(wild, ThresholdOptions.DEFAULT);
    assertThat(calibration.threshold()).isCloseTo(halfway(3 * 9), within(1e-12));
    assertThat(calibration.reason())
        .isEqualTo(
            "exceeded 1 times in 1440 rows: 1.00e+30 (out of proportion, counts as 27.0),"
                + " halfway to the common level of 3.60");
  }

  @Test
  void what_is_exceeded_more_often_than_by_a_few_incidents_is_usual() {
    double[] errors = withPeaks(1440, 90, 80, 90, 85, 95);

    assertThat(calibrate(errors, ThresholdOptions.DEFAULT).threshold())
        .isCloseTo(halfway(95), within(1e-12));
    assertThat(calibrate(withPeaks(1440, 90), ThresholdOptions.DEFAULT).threshold())
        .as("without another peak to compare with, the common level")
        .isCloseTo(halfway(3 * Calibrator.COMMON_LEVEL), within(1e-12));
  }

  @Test
  void a_configured_wish_that_the_sample_is_too_short_to_show_uses_the_tail() {
    double[] errors = exponential(4000, 0);
    ThresholdOptions wish = ThresholdOptions.DEFAULT.withFalseAlarmsPerDay(0.3);

    Calibration calibration = calibrate(errors, wish);

    assertThat(calibration.method()).isEqualTo(ThresholdMethod.TAIL);
    assertThat(calibration.threshold())
        .isEqualTo(calibrate(errors, wish.withMethod(ThresholdMethod.TAIL)).threshold());
    assertThat(calibration.reason())
        .startsWith("0.833 episodes in 4000 rows are too few to see: quantile 0.99");
    assertThat(calibrate(errors, wish.withFalseAlarmsPerDay(0.36)).method())
        .as("exactly one")
        .isEqualTo(ThresholdMethod.BUDGET);
  }

  @Test
  void too_few_errors_have_no_budget() {
    Calibration calibration =
        calibrate(withPeaks(Calibrator.MINIMUM_ROWS - 1, 4), ThresholdOptions.DEFAULT);

    assertThat(calibration.method()).isEqualTo(ThresholdMethod.SIGMA);
    assertThat(calibration.threshold()).as("none of them is anomalous").isEqualTo(4);
    assertThat(
            calibrate(withPeaks(Calibrator.MINIMUM_ROWS, 1), ThresholdOptions.DEFAULT).threshold())
        .as("1 extrapolated from 30 rows to a day")
        .isCloseTo(halfway(5.2836), within(1e-3));
  }

  @Test
  void few_errors_are_not_tested_and_none_of_them_is_anomalous() {
    double[] errors = exponential(Calibrator.MINIMUM_ROWS - 1, 0);
    errors[3] = 100;

    Calibration calibration = calibrate(errors, AUTO.withSigmas(0.1));

    assertThat(calibration.threshold()).isEqualTo(100);
    assertThat(calibration.normality()).isNull();
    assertThat(calibration.tail()).isNull();
    assertThat(calibration.reason()).startsWith("only 29 errors");
    assertThat(calibrate(exponential(30, 0), AUTO).normality()).isNotNull();
  }

  @Test
  void no_error_at_all_is_refused_with_a_way_out() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calibrate(new double[] {Double.NaN, Double.NaN}, AUTO))
        .withMessageContaining("on no errors at all")
        .withMessageContaining("use the fleet's");
    assertThatIllegalArgumentException().isThrownBy(() -> calibrate(new double[0], AUTO));
  }

  @Test
  void what_is_no_reconstruction_error_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calibrate(new double[] {1, -1}, AUTO))
        .withMessageContaining("not -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calibrate(new double[] {1, Double.POSITIVE_INFINITY}, AUTO));
  }

  @ParameterizedTest
  @EnumSource
  void equal_errors_have_a_threshold_strictly_above_them(ThresholdMethod method) {
    for (int rows : new int[] {1, 20, 5000}) {
      double[] errors = new double[rows];
      Arrays.fill(errors, 0.1);

      Calibration calibration = calibrate(errors, AUTO.withMethod(method));

      assertThat(calibration.threshold()).isEqualTo(0.2);
      assertThat(calibration.errors().standardDeviation()).isZero();
      assertThat(calibration.reason()).contains("equal");
    }
  }

  @ParameterizedTest
  @EnumSource
  void errors_of_zero_get_the_least_threshold(ThresholdMethod method) {
    Calibration calibration = calibrate(new double[500], AUTO.withMethod(method));

    assertThat(calibration.threshold()).isEqualTo(Calibrator.MINIMUM_THRESHOLD);
    assertThat(calibration.reason()).contains("raised to the least threshold");
  }

  @Test
  void the_distribution_of_the_errors_is_kept() {
    Calibration calibration =
        calibrate(DoubleStream.iterate(0, value -> value + 1).limit(1001).toArray(), AUTO);

    ErrorDistribution errors = calibration.errors();
    assertThat(errors.rows()).isEqualTo(1001);
    assertThat(errors.mean()).isEqualTo(500);
    assertThat(errors.median()).isEqualTo(500);
    assertThat(errors.quantiles()).hasSize(21);
    assertThat(errors.quantiles().get(0)).isEqualTo(new Quantile(0, 0));
    assertThat(errors.quantiles().get(20)).isEqualTo(new Quantile(1, 1000));
    assertThat(errors.quantiles()).contains(new Quantile(0.75, 750));
  }

  @Test
  void one_seed_is_one_calibration() {
    double[] errors = exponential(20_000, 0.5);

    assertThat(calibrate(errors, AUTO)).isEqualTo(calibrate(errors, AUTO));
  }

  @Test
  void a_calibration_is_the_sum_of_its_parts_and_refuses_impossible_ones() {
    Calibration calibration = calibrate(exponential(4000, 0.5), AUTO);
    assertThat(
            new Calibration(
                calibration.threshold(),
                calibration.method(),
                calibration.reason(),
                calibration.quantile(),
                calibration.errors(),
                calibration.normality(),
                calibration.tail()))
        .isEqualTo(calibration);

    ErrorDistribution errors = calibration.errors();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Calibration(0, ThresholdMethod.SIGMA, "", 0.99, errors, null, null))
        .withMessageContaining("positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Calibration(1, ThresholdMethod.AUTO, "", 0.99, errors, null, null))
        .withMessageContaining("AUTO");
  }
}
