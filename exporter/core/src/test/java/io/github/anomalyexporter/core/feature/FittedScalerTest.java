package io.github.anomalyexporter.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.feature.FittedScaler.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FittedScalerTest {
  private static final float NONE = Float.NaN;
  private static final FeatureSet ONE = TestFeatures.of("cpu");

  private static FittedScaler fit(Scaling scaling, float... column) {
    return FittedScaler.fit(ONE, scaling, column, column.length);
  }

  @Test
  void min_max_takes_the_training_range_to_0_and_1() {
    FittedScaler scaler = fit(Scaling.MIN_MAX, 20, 10, 30, 30);

    assertThat(scaler.kind(0)).isEqualTo(Kind.VARYING);
    assertThat(scaler.scale(0, 10)).isZero();
    assertThat(scaler.scale(0, 30)).isEqualTo(1);
    assertThat(scaler.scale(0, 50)).as("beyond it").isEqualTo(2);
    assertThat(scaler.fill()).as("the median").containsExactly(0.75f);
  }

  @Test
  void robust_takes_the_median_to_0_and_the_interquartile_range_to_that_of_a_standard_normal() {
    FittedScaler scaler = fit(Scaling.ROBUST, 1, 2, 3, 4, 1000);

    assertThat(scaler.scale(0, 3)).isZero();
    assertThat(scaler.scale(0, 4) - scaler.scale(0, 2)).isCloseTo(1.349f, within(1e-5f));
    assertThat(scaler.fill()).containsExactly(0);
  }

  @Test
  void a_feature_that_mostly_rests_is_scaled_by_its_full_range() {
    float[] column = new float[100];
    column[42] = 8;

    assertThat(fit(Scaling.ROBUST, column).scale(0, 8)).isEqualTo(1);
  }

  @Test
  void only_the_first_rows_are_fitted_to() {
    float[] column = {1, 2, 3, 1000};

    assertThat(FittedScaler.fit(ONE, Scaling.MIN_MAX, column, 3).parameters(0))
        .isEqualTo(fit(Scaling.MIN_MAX, 1, 2, 3).parameters(0));
  }

  @Test
  void missing_values_are_not_fitted_to_and_stay_missing() {
    FittedScaler scaler = fit(Scaling.MIN_MAX, NONE, 0, NONE, 4, NONE);

    assertThat(scaler.parameters(0)).isEqualTo(fit(Scaling.MIN_MAX, 0, 4).parameters(0));
    assertThat(scaler.scale(0, NONE)).isNaN();
    assertThat(scaler.clip(0, NONE)).isNaN();
  }

  @Test
  void what_was_never_there_is_unknown_whatever_comes() {
    FittedScaler scaler = fit(Scaling.MIN_MAX, NONE, NONE);

    assertThat(scaler.kind(0)).isEqualTo(Kind.UNKNOWN);
    assertThat(scaler.scale(0, 5)).isNaN();
    assertThat(scaler.expected(0, 0.5f)).isNaN();
    assertThat(scaler.fill()).containsExactly(0);
  }

  @Test
  void a_constant_moves_by_a_tenth_of_its_size() {
    FittedScaler scaler = fit(Scaling.MIN_MAX, 50, 50, 50);

    assertThat(scaler.kind(0)).isEqualTo(Kind.CONSTANT);
    assertThat(scaler.scale(0, 50)).isZero();
    assertThat(scaler.scale(0, 55)).isEqualTo(1);
    assertThat(scaler.scale(0, 45)).isEqualTo(-1);
    assertThat(scaler.expected(0, 0.7f)).as("whatever the network says").isEqualTo(50);
  }

  @Test
  void a_constant_0_moves_by_1_and_rounding_is_no_movement() {
    assertThat(fit(Scaling.ROBUST, 0, 0).scale(0, 2)).isEqualTo(2);
    assertThat(fit(Scaling.MIN_MAX, 1e6f, Math.nextUp(1e6f)).kind(0)).isEqualTo(Kind.CONSTANT);
  }

  @Test
  void values_are_transformed_before_they_are_scaled() {
    Feature disk = new Feature("disk", "x", "bytes/s", new Transform.Log(100), false);
    FeatureSet features = new FeatureSet(List.of(disk), List.of(), TestFeatures.STEP);
    float[] column = {0, 1e3f, 1e6f};
    FittedScaler scaler = FittedScaler.fit(features, Scaling.MIN_MAX, column, 3);

    double middle = Math.log1p(1e3 / 100) / Math.log1p(1e6 / 100);
    assertThat(scaler.scale(0, 1e3f)).isCloseTo((float) middle, within(1e-6f));
    assertThat(scaler.expected(0, (float) middle)).isCloseTo(1e3, within(0.1));
  }

  @Test
  void the_network_sees_values_up_to_one_range_outside() {
    FittedScaler scaler = fit(Scaling.MIN_MAX, 0, 10);

    assertThat(scaler.clip(0, 1.5f)).isEqualTo(1.5f);
    assertThat(scaler.clip(0, 99)).isEqualTo(2);
    assertThat(scaler.clip(0, -99)).isEqualTo(-1);
    float[] rows = {99, 99, 99};
    scaler.clip(rows, 1, 2);
    assertThat(rows).containsExactly(99, 2, 99);
  }

  @Test
  void whole_rows_are_scaled_in_place_each_input_by_its_own() {
    FeatureSet features = TestFeatures.of("cpu", "disk");
    float[] rows = {0, 100, 10, NONE, 5, 300};
    FittedScaler scaler = FittedScaler.fit(features, Scaling.MIN_MAX, rows, 3);
    scaler.scale(rows);

    assertThat(rows).containsExactly(0, 0, 1, NONE, 0.5f, 1);
  }

  @Property(tries = 200)
  void what_is_scaled_comes_back_as_expected(
      @ForAll @Size(min = 2, max = 50) List<@FloatRange(min = -1e6f, max = 1e6f) Float> values,
      @ForAll Scaling scaling) {
    float[] column = column(values);
    FittedScaler scaler = fit(scaling, column);
    double range = range(column);

    for (float value : column) {
      assertThat(scaler.expected(0, scaler.scale(0, value)))
          .isCloseTo(value, within(1e-4 * range + 1e-5 * Math.abs(value)));
    }
  }

  @Property(tries = 200)
  void the_training_part_lies_between_low_and_high_and_is_not_clipped(
      @ForAll @Size(min = 2, max = 50) List<@FloatRange(min = -1e6f, max = 1e6f) Float> values,
      @ForAll Scaling scaling) {
    float[] column = column(values);
    FittedScaler scaler = fit(scaling, column);
    Parameters parameters = scaler.parameters(0);

    if (parameters.kind() == Kind.VARYING) {
      for (float value : column) {
        float scaled = scaler.scale(0, value);
        assertThat(scaled).isBetween(parameters.low(), parameters.high());
        assertThat(scaler.clip(0, scaled)).isEqualTo(scaled);
      }
    }
  }

  @Property(tries = 200)
  void a_scaler_made_of_its_parameters_is_the_same(
      @ForAll @Size(min = 1, max = 20) List<@FloatRange(min = -1e6f, max = 1e6f) Float> values,
      @ForAll Scaling scaling,
      @ForAll float value) {
    FeatureSet features = TestFeatures.of("cpu", "gone");
    float[] rows = new float[2 * values.size()];
    Arrays.fill(rows, NONE);
    IntStream.range(0, values.size()).forEach(row -> rows[2 * row] = values.get(row));
    FittedScaler scaler = FittedScaler.fit(features, scaling, rows, values.size());
    FittedScaler read =
        FittedScaler.of(features, List.of(scaler.parameters(0), scaler.parameters(1)));

    assertThat(read.inputs()).isEqualTo(2);
    assertThat(read.fill()).isEqualTo(scaler.fill());
    for (int input = 0; input < 2; input++) {
      assertThat(outputs(read, input, value)).isEqualTo(outputs(scaler, input, value));
    }
  }

  private static List<Number> outputs(FittedScaler scaler, int input, float value) {
    return List.of(
        scaler.scale(input, value), scaler.clip(input, value), scaler.expected(input, value));
  }

  @Test
  void there_are_parameters_for_each_input() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FittedScaler.of(ONE, List.of()))
        .withMessage("0 scaled inputs, expected 1");
  }

  private static float[] column(List<Float> values) {
    float[] column = new float[values.size()];
    IntStream.range(0, column.length).forEach(i -> column[i] = values.get(i));
    return column;
  }

  private static double range(float[] column) {
    float least = column[0];
    float greatest = column[0];
    for (float value : column) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    return (double) greatest - least;
  }
}
