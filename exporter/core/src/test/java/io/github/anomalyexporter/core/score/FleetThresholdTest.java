package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetThresholdTest {
  private static final ThresholdOptions OPTIONS = ThresholdOptions.DEFAULT;

  private static Calibration calibration(double threshold, ThresholdMethod method) {
    ErrorTimeline errors =
        ErrorTimeline.consecutive(DoubleStream.iterate(1, it -> it + 1).limit(100).toArray());
    Calibration some = Calibrator.calibrate(errors, OPTIONS.withMethod(method), null, 1);
    assertThat(some.method()).isEqualTo(method);
    return some.withThreshold(threshold, "a reason");
  }

  private static Calibration budget(double threshold) {
    return calibration(threshold, ThresholdMethod.BUDGET);
  }

  @ParameterizedTest
  @CsvSource({"0.00001, 4", "1, 6", "3, 7.35", "1000000, 9"})
  void a_threshold_moves_from_the_usual_one_to_its_own_with_the_days_of_history(
      double days, double expected) {
    FleetThreshold usual = new FleetThreshold(4);

    Calibration moved = usual.moved(budget(9), (int) (days * 1440), OPTIONS);

    assertThat(moved.threshold()).isCloseTo(expected, within(0.01));
  }

  @Test
  void days_depend_on_the_step() {
    FleetThreshold usual = new FleetThreshold(4);

    Calibration moved = usual.moved(budget(9), 288, OPTIONS.withRowsPerDay(288));

    assertThat(moved.threshold()).isCloseTo(6, within(1e-9));
    assertThat(moved.reason())
        .isEqualTo(
            "a reason; with weight 0.50, as of 1.00 days, and the usual threshold of the fleet,"
                + " 4.00");
  }

  @Test
  void the_usual_threshold_is_the_median_of_those_by_a_budget() {
    FleetThreshold usual =
        FleetThreshold.of(
            List.of(
                budget(3),
                budget(1_000),
                budget(5),
                calibration(0.1, ThresholdMethod.QUANTILE),
                calibration(0.2, ThresholdMethod.QUANTILE)));

    assertThat(Objects.requireNonNull(usual).usual()).isEqualTo(5);
  }

  @Test
  void without_a_threshold_by_a_budget_there_is_no_usual_one() {
    assertThat(FleetThreshold.of(List.of(calibration(2, ThresholdMethod.SIGMA)))).isNull();
  }

  @Test
  void a_threshold_by_another_method_is_not_moved() {
    Calibration own = calibration(2, ThresholdMethod.QUANTILE);

    assertThat(new FleetThreshold(4).moved(own, 1, OPTIONS)).isSameAs(own);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void a_usual_threshold_is_positive_and_finite(double usual) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FleetThreshold(usual))
        .withMessageContaining("positive and finite");
  }
}
