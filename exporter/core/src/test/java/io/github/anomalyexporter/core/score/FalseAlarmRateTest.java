package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.hipparchus.special.Erf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a threshold promises, counted on rows it has not seen. {@code BUDGET} draws its threshold to
 * a level common to all instances and promises no rate.
 */
class FalseAlarmRateTest {
  private static final ThresholdOptions AUTO =
      ThresholdOptions.DEFAULT.withMethod(ThresholdMethod.AUTO);

  private static final int INSTANCES = 40;
  private static final int FRESH_ROWS = 20_000;

  /** Tails from lighter than exponential to an infinite variance; correlation from row to row. */
  static Stream<Arguments> processes() {
    return Stream.of(
            process("half-normal", FalseAlarmRateTest::halfNormal),
            process("exponential", ReferenceData::exponential),
            process("shape 0.3", probability -> pareto(probability, 0.3)),
            process("shape 0.6", probability -> pareto(probability, 0.6)))
        .flatMap(
            process ->
                Stream.of(0.0, 0.7, 0.9)
                    .map(correlation -> Arguments.of(process[0], process[1], correlation)));
  }

  private static Object[] process(String name, DoubleUnaryOperator quantile) {
    return new Object[] {name, quantile};
  }

  private static double halfNormal(double probability) {
    return Math.sqrt(2) * Erf.erfInv(probability);
  }

  private static double pareto(double probability, double shape) {
    return Math.expm1(-shape * Math.log1p(-probability)) / shape;
  }

  @ParameterizedTest(name = "{0}, correlation {2}")
  @MethodSource("processes")
  void fresh_rows_exceed_a_threshold_from_three_days_about_as_often_as_configured(
      String name, DoubleUnaryOperator quantile, double correlation) {
    double exceeding = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      double threshold = calibrate(4000, correlation, quantile, AUTO, instance).threshold();
      exceeding += exceedingRows(threshold, fresh(correlation, quantile, instance));
    }
    double rate = exceeding / INSTANCES / FRESH_ROWS;

    double asked = 1 - ThresholdOptions.DEFAULT_QUANTILE;
    assertThat(rate).isBetween(asked / 3, asked * 3);
  }

  @ParameterizedTest(name = "{0}, correlation {2}")
  @MethodSource("processes")
  void fresh_days_have_about_the_false_alarms_wished_for(
      String name, DoubleUnaryOperator quantile, double correlation) {
    ThresholdOptions wish = AUTO.withFalseAlarmsPerDay(0.5);
    double episodes = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      double threshold = calibrate(4000, correlation, quantile, wish, instance).threshold();
      double[] fresh = fresh(correlation, quantile, instance);
      episodes +=
          Clusters.above(threshold, ErrorTimeline.consecutive(fresh), wish.episodeRows()).count();
    }
    double perDay = episodes / INSTANCES / FRESH_ROWS * wish.rowsPerDay();

    assertThat(perDay).isBetween(0.5 / 3, 0.5 * 3);
  }

  /** The order of errors alone decides here, so that one distribution stands for all. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, 0.9})
  void a_month_of_rows_holds_the_wish_by_its_quantile(double correlation) {
    ThresholdOptions wish = AUTO.withFalseAlarmsPerDay(1.0);
    double episodes = 0;
    int instances = 10;
    for (int instance = 0; instance < instances; instance++) {
      Calibration calibration =
          calibrate(43_200, correlation, ReferenceData::exponential, wish, instance);
      assertThat(calibration.method()).isEqualTo(ThresholdMethod.QUANTILE);
      double[] fresh = fresh(correlation, ReferenceData::exponential, instance);
      episodes +=
          Clusters.above(
                  calibration.threshold(), ErrorTimeline.consecutive(fresh), wish.episodeRows())
              .count();
    }
    double perDay = episodes / instances / FRESH_ROWS * wish.rowsPerDay();

    assertThat(perDay).isBetween(1.0 / 3, 3.0);
  }

  private static Calibration calibrate(
      int rows,
      double correlation,
      DoubleUnaryOperator quantile,
      ThresholdOptions options,
      int instance) {
    double[] errors = Processes.autoregressive(rows, correlation, quantile, instance);
    return Calibrator.calibrate(ErrorTimeline.consecutive(errors), options, null, instance);
  }

  private static double[] fresh(double correlation, DoubleUnaryOperator quantile, int instance) {
    return Processes.autoregressive(FRESH_ROWS, correlation, quantile, 1000 + instance);
  }

  private static long exceedingRows(double threshold, double[] errors) {
    return Arrays.stream(errors).filter(error -> error > threshold).count();
  }
}
