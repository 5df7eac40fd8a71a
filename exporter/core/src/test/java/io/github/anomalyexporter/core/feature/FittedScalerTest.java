package io.github.anomalyexporter.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
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

  private static FittedScaler fit(float... column) {
    return fit(ONE, column);
  }

  /** To all rows. */
  private static FittedScaler fit(FeatureSet features, float... rows) {
    int[] all = IntStream.range(0, rows.length / features.size()).toArray();
    return FittedScaler.fit(features, List.of(rows), List.of(all));
  }

  @Test
  void the_training_part_has_mean_0_and_standard_deviation_1() {
    FittedScaler scaler = fit(1, 2, 3, 4, 5);

    assertThat(scaler.kind(0)).isEqualTo(Kind.VARYING);
    assertThat(scaler.scale(0, 3)).isZero();
    assertThat(scaler.scale(0, 5)).isCloseTo((float) (2 / Math.sqrt(2.5)), within(1e-6f));
    assertThat(scaler.scale(0, -1)).as("beyond it").isCloseTo(-2.5298f, within(1e-4f));
  }

  @Test
  void no_scaled_value_is_further_from_0_than_the_bound() {
    FittedScaler scaler = fit(1, 2, 3, 4, 5);

    assertThat(scaler.scale(0, 1e9f)).isEqualTo(FittedScaler.LARGEST);
    assertThat(scaler.scale(0, -1e9f)).isEqualTo(-FittedScaler.LARGEST);
    assertThat(scaler.scale(0, Float.POSITIVE_INFINITY)).isEqualTo(FittedScaler.LARGEST);
    assertThat(scaler.scale(0, 30)).as("seventeen deviations").isCloseTo(17.0763f, within(1e-3f));
  }

  @Test
  void an_inverted_value_is_within_the_range_of_the_history_extended_by_a_tenth() {
    FittedScaler scaler = fit(10, 20, 30);

    assertThat(scaler.invert(0, scaler.scale(0, 31))).isCloseTo(31, within(1e-4));
    assertThat(scaler.invert(0, 15)).isEqualTo(32);
    assertThat(scaler.invert(0, -15)).isEqualTo(8);
    assertThat(scaler.invert(0, Float.NaN)).isNaN();
  }

  @Test
  void without_the_range_of_the_history_an_inverted_value_has_no_bounds() {
    FittedScaler scaler =
        FittedScaler.of(ONE, List.of(new FittedScaler.Parameters(Kind.VARYING, 20, 10)));

    assertThat(scaler.invert(0, 15)).isEqualTo(170);
  }

  @Test
  void only_the_given_rows_of_each_segment_are_fitted_to() {
    FittedScaler scaler =
        FittedScaler.fit(
            ONE,
            List.of(new float[] {1000, 1, 2}, new float[] {3, 4, 5, 1000}),
            List.of(new int[] {1, 2}, new int[] {0, 1, 2}));

    assertThat(scaler.parameters(0)).isEqualTo(fit(1, 2, 3, 4, 5).parameters(0));
  }

  @Test
  void missing_values_are_not_fitted_to_and_stay_missing() {
    FittedScaler scaler = fit(NONE, 0, NONE, 4, NONE);

    assertThat(scaler.parameters(0)).isEqualTo(fit(0, 4).parameters(0));
    assertThat(scaler.scale(0, NONE)).isNaN();
  }

  @Test
  void an_input_without_values_in_the_fit_stays_unknown() {
    FittedScaler scaler = fit(NONE, NONE);

    assertThat(scaler.kind(0)).isEqualTo(Kind.UNKNOWN);
    assertThat(scaler.scale(0, 5)).isNaN();
    assertThat(scaler.invert(0, 0.5f)).isNaN();
  }

  @Test
  void a_constant_moves_by_a_tenth_of_its_size() {
    FittedScaler scaler = fit(50, 50, 50);

    assertThat(scaler.kind(0)).isEqualTo(Kind.CONSTANT);
    assertThat(scaler.scale(0, 50)).isZero();
    assertThat(scaler.scale(0, 55)).isEqualTo(1);
    assertThat(scaler.scale(0, 45)).isEqualTo(-1);
    assertThat(scaler.invert(0, 0)).isEqualTo(50);
  }

  @Test
  void a_constant_0_moves_by_1_and_rounding_is_no_movement() {
    assertThat(fit(0, 0).scale(0, 2)).isEqualTo(2);
    assertThat(fit(1e6f, Math.nextUp(1e6f)).kind(0)).isEqualTo(Kind.CONSTANT);
  }

  @Test
  void values_are_transformed_before_they_are_scaled() {
    Feature disk = new Feature("disk", "x", "bytes/s", new Transform.Log(100), false);
    FeatureSet features = new FeatureSet(List.of(disk), List.of(), TestFeatures.STEP);
    FittedScaler scaler = fit(features, 0, 1e6f);

    double range = Math.log1p(1e6 / 100);
    double scaled = (Math.log1p(1e3 / 100) - range / 2) / (range / Math.sqrt(2));
    assertThat(scaler.scale(0, 1e3f)).isCloseTo((float) scaled, within(1e-6f));
    assertThat(scaler.invert(0, (float) scaled)).isCloseTo(1e3, within(0.1));
  }

  @Test
  void whole_rows_are_scaled_in_place_each_input_by_its_own() {
    FeatureSet features = TestFeatures.of("cpu", "disk");
    float[] rows = {-1, 100, 1, NONE, 0, 300};
    FittedScaler scaler = fit(features, rows);
    scaler.scale(rows);

    float disk = (float) Math.sqrt(0.5);
    assertThat(rows).containsExactly(new float[] {-1, -disk, 1, NONE, 0, disk}, within(1e-6f));
  }

  @Property(tries = 200)
  void what_is_scaled_comes_back_as_it_was(
      @ForAll @Size(min = 2, max = 50) List<@FloatRange(min = -1e6f, max = 1e6f) Float> values) {
    float[] column = column(values);
    FittedScaler scaler = fit(column);
    double range = range(column);

    for (float value : column) {
      assertThat(scaler.invert(0, scaler.scale(0, value)))
          .isCloseTo(value, within(1e-4 * range + 1e-5 * Math.abs(value)));
    }
  }

  @Property(tries = 200)
  void a_scaler_made_of_its_parameters_is_the_same(
      @ForAll @Size(min = 1, max = 20) List<@FloatRange(min = -1e6f, max = 1e6f) Float> values,
      @ForAll float value) {
    FeatureSet features = TestFeatures.of("cpu", "gone");
    float[] rows = new float[2 * values.size()];
    Arrays.fill(rows, NONE);
    IntStream.range(0, values.size()).forEach(row -> rows[2 * row] = values.get(row));
    FittedScaler scaler = fit(features, rows);
    FittedScaler read =
        FittedScaler.of(features, List.of(scaler.parameters(0), scaler.parameters(1)));

    assertThat(read.inputs()).isEqualTo(2);
    for (int input = 0; input < 2; input++) {
      assertThat(read.kind(input)).isEqualTo(scaler.kind(input));
      // Boxed, as what is unknown equals itself.
      assertThat(read.scale(input, value)).isEqualTo(Float.valueOf(scaler.scale(input, value)));
      assertThat(read.invert(input, value)).isEqualTo(Double.valueOf(scaler.invert(input, value)));
    }
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
