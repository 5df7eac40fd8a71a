package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.score.ReconstructionError.Parameters;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReconstructionErrorTest {
  private static final float NONE = Float.NaN;
  private static final int WINDOW = ReconstructionError.WINDOW;

  /** As many inputs as the preset node-exporter makes. */
  private static final int INPUTS = 36;

  /** About the least that is chosen on simulated hosts: the one of their fleet. */
  private static final double TYPICAL_THRESHOLD = 3.5;

  private final SplittableRandom random = new SplittableRandom(1);

  private static FittedScaler scaler(Kind... kinds) {
    String[] names = IntStream.range(0, kinds.length).mapToObj(i -> "f" + i).toArray(String[]::new);
    FeatureSet features = TestFeatures.of(names);
    return FittedScaler.of(
        features,
        Arrays.stream(kinds).map(kind -> new FittedScaler.Parameters(kind, 0, 1)).toList());
  }

  private static Kind[] kinds(int inputs) {
    Kind[] kinds = new Kind[inputs];
    Arrays.fill(kinds, Kind.VARYING);
    return kinds;
  }

  private static FittedScaler varying(int inputs) {
    return scaler(kinds(inputs));
  }

  private static final double CERTAIN = Double.POSITIVE_INFINITY;

  /** The mean energies on normal data are 1. */
  private static ReconstructionError withScale(FittedScaler scaler, Float... scale) {
    return ReconstructionError.of(
        scaler, new Parameters(List.of(scale), List.of(scale), CERTAIN, CERTAIN, 1, 1));
  }

  private static ReconstructionError withScale(float scale, FittedScaler scaler) {
    return withScale(scaler, Collections.nCopies(scaler.inputs(), scale).toArray(Float[]::new));
  }

  /** Innovation residuals equal to seasonal deviations. */
  private static Residuals both(int inputs, float... residuals) {
    return new Residuals(inputs, residuals, residuals);
  }

  /** Of a single row. */
  private static double of(ReconstructionError error, float... residuals) {
    return error.errors(both(residuals.length, residuals))[0];
  }

  private static float[] shares(ReconstructionError error, float... residuals) {
    return shares(error, both(residuals.length, residuals), 0);
  }

  /** Of a row. */
  private static float[] shares(ReconstructionError error, Residuals residuals, int row) {
    float[] shares = new float[residuals.inputs()];
    TestResiduals.stream(error, residuals, row + 1).shares(shares, 0);
    return shares;
  }

  private static double last(double[] errors) {
    return errors[errors.length - 1];
  }

  /** Standard normal, each for itself. */
  private float[] normal(int rows) {
    float[] values = new float[rows * INPUTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private Residuals normalResiduals(int rows) {
    return new Residuals(INPUTS, normal(rows), normal(rows));
  }

  /** Fitted to a week. */
  private ReconstructionError fitted() {
    return ReconstructionError.fit(varying(INPUTS), List.of(normalResiduals(7 * 1440)));
  }

  /** What one in a hundred rows of normal data is above. */
  private double high(ReconstructionError error) {
    double[] errors = error.errors(normalResiduals(2000));
    Arrays.sort(errors);
    return errors[errors.length * 99 / 100];
  }

  @Test
  void a_residual_counts_in_units_of_its_inputs_own_scale() {
    ReconstructionError error = withScale(varying(2), 0.1f, 0.01f);

    assertThat(of(error, 0.1f, 0.01f)).isCloseTo(of(withScale(1, varying(2)), 1, 1), within(1e-6));
    assertThat(shares(error, 0.1f, 0.01f)).containsExactly(new float[] {0.5f, 0.5f}, within(1e-6f));
  }

  @Test
  void on_the_data_it_was_fitted_to_it_is_a_little_above_1() {
    Residuals residuals = new Residuals(INPUTS, normal(2000), tenfold(normal(2000)));
    ReconstructionError error = ReconstructionError.fit(varying(INPUTS), List.of(residuals));

    assertThat(Arrays.stream(error.errors(residuals)).average().orElseThrow())
        .as("both energies are 1, and a row in its place counts for 0.3 besides")
        .isCloseTo(Math.sqrt(1.3), within(0.05));
    assertThat(error.parameters().residualScales().get(3)).isCloseTo(1, within(0.1f));
    assertThat(error.parameters().deviationScales().get(3)).isCloseTo(10, within(1f));
  }

  private static float[] tenfold(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= 10;
    }
    return values;
  }

  @Test
  void segments_are_fitted_to_together() {
    float[] residuals = {1, -2, 3, 0, -1, 2};
    Parameters whole =
        ReconstructionError.fit(varying(1), List.of(both(1, residuals))).parameters();

    assertThat(
            ReconstructionError.fit(
                    varying(1), List.of(both(1, 1, -2), both(1), both(1, 3, 0, -1, 2)))
                .parameters())
        .isEqualTo(whole);
  }

  @Test
  void where_nothing_ever_moved_there_is_still_a_scale() {
    Parameters perfect =
        ReconstructionError.fit(varying(2), List.of(both(2, 0, 0, 0, 0))).parameters();
    Parameters nothing =
        ReconstructionError.fit(scaler(Kind.UNKNOWN), List.of(both(1, NONE))).parameters();

    assertThat(perfect).isEqualTo(new Parameters(nCopies(2), nCopies(2), 1, 1, 1, 1));
    assertThat(nothing).isEqualTo(new Parameters(nCopies(1), nCopies(1), 1, 1, 1, 1));
    assertThat(ReconstructionError.fit(varying(1), List.of()).parameters())
        .isEqualTo(new Parameters(nCopies(1), nCopies(1), 1, 1, 1, 1));
  }

  private static List<Float> nCopies(int inputs) {
    return Collections.nCopies(inputs, 1e-3f);
  }

  @Property(tries = 200)
  void it_is_not_negative_and_the_shares_sum_to_1(
      @ForAll @Size(min = 1, max = 20) List<@FloatRange(min = -100, max = 100) Float> residuals) {
    float[] row = row(residuals);
    ReconstructionError error = withScale(0.1f, varying(row.length));
    float[] shares = shares(error, row);

    assertThat(of(error, row)).isNotNegative().isFinite();
    double sum = 0;
    for (float share : shares) {
      assertThat(share).isBetween(0f, 1f);
      sum += share;
    }
    boolean perfect = residuals.stream().allMatch(residual -> Math.abs(residual) < 1e-18);
    assertThat(sum).isCloseTo(perfect ? 0 : 1, within(1e-5));
  }

  @Property(tries = 200)
  void twice_as_far_off_is_two_to_four_times_the_error(
      @ForAll @Size(min = 1, max = 20) List<@FloatRange(min = -10, max = 10) Float> residuals) {
    float[] row = row(residuals);
    ReconstructionError error = withScale(1, varying(row.length));
    float[] doubled = new float[row.length];
    IntStream.range(0, row.length).forEach(i -> doubled[i] = 2 * row[i]);

    assertThat(of(error, doubled)).isBetween(2 * of(error, row) - 1e-5, 4 * of(error, row) + 1e-5);
  }

  @Property(tries = 200)
  void further_off_is_never_a_smaller_error(
      @ForAll @FloatRange(min = 0, max = 1e6f) float residual,
      @ForAll @FloatRange(min = 1, max = 10) float factor) {
    ReconstructionError error = withScale(0.01f, varying(2));

    assertThat(of(error, residual * factor, 0)).isGreaterThanOrEqualTo(of(error, residual, 0));
  }

  @Test
  void it_takes_both_an_innovation_residual_and_a_seasonal_deviation() {
    ReconstructionError error = fitted();
    float[] far = new float[WINDOW * INPUTS];
    Arrays.fill(far, 10);
    float[] ordinary = normal(WINDOW);

    double jumping = last(error.errors(new Residuals(INPUTS, far, new float[far.length])));
    double elsewhere = last(error.errors(new Residuals(INPUTS, new float[far.length], far)));
    double off = last(error.errors(both(INPUTS, far)));

    assertThat(elsewhere).as("for long, and as forecast").isZero();
    assertThat(jumping).as("where it usually is").isPositive().isLessThan(off / 5);
    assertThat(off).isGreaterThan(5 * last(error.errors(both(INPUTS, ordinary))));
  }

  @Test
  void a_small_innovation_residual_that_lasts_adds_up() {
    ReconstructionError error = fitted();
    float[] once = normal(WINDOW);
    float[] lasting = once.clone();
    for (int row = 0; row < WINDOW; row++) {
      for (int input = 0; input < 8; input++) {
        lasting[row * INPUTS + input] = row >= WINDOW - 30 ? 4 : once[row * INPUTS + input];
      }
    }
    System.arraycopy(lasting, (WINDOW - 1) * INPUTS, once, (WINDOW - 1) * INPUTS, INPUTS);

    assertThat(last(error.errors(both(INPUTS, lasting))))
        .isGreaterThan(1.4 * last(error.errors(both(INPUTS, once))));
  }

  @Test
  void rows_before_the_window_do_not_count() {
    ReconstructionError error = fitted();
    float[] values = normal(WINDOW + 10);
    float[] changed = values.clone();
    Arrays.fill(changed, 0, 10 * INPUTS, 100);
    float[] shares = shares(error, both(INPUTS, values), WINDOW + 9);
    float[] sharesOfChanged = shares(error, both(INPUTS, changed), WINDOW + 9);

    assertThat(last(error.errors(both(INPUTS, changed))))
        .isEqualTo(last(error.errors(both(INPUTS, values))));
    assertThat(sharesOfChanged).containsExactly(shares, within(1e-5f));
    assertThat(error.errors(both(INPUTS, changed))[WINDOW + 8])
        .as("the row before sees one of them")
        .isNotEqualTo(error.errors(both(INPUTS, values))[WINDOW + 8]);
  }

  @Test
  void a_strong_anomaly_over_several_features_is_at_once_far_above_three_times_normal() {
    ReconstructionError error = fitted();
    float[] values = normal(WINDOW);
    Arrays.fill(values, (WINDOW - 1) * INPUTS, (WINDOW - 1) * INPUTS + 8, 10);

    assertThat(last(error.errors(both(INPUTS, values))) / high(error)).isGreaterThan(4);
  }

  @Test
  void one_feature_counts_up_to_a_bound() {
    ReconstructionError error = fitted();
    float[] values = normal(WINDOW);
    int cell = (WINDOW - 1) * INPUTS;
    values[cell] = (float) Math.sqrt(SquaredResiduals.LARGEST) * 1.2f;
    double bounded = last(error.errors(both(INPUTS, values)));
    values[cell] = 1e30f;

    assertThat(last(error.errors(both(INPUTS, values)))).isEqualTo(bounded);
    assertThat(bounded / high(error)).isGreaterThan(3).isLessThan(100);
  }

  @Test
  void a_constants_first_movement_shows_but_cannot_raise_the_error_over_a_threshold_alone() {
    Kind[] kinds = kinds(INPUTS);
    kinds[5] = Kind.CONSTANT;
    float[] resting = normal(2000);
    IntStream.range(0, 2000).forEach(row -> resting[row * INPUTS + 5] = 0);
    ReconstructionError error =
        ReconstructionError.fit(scaler(kinds), List.of(both(INPUTS, resting)));
    double before = last(error.errors(both(INPUTS, resting)));
    IntStream.range(0, 2000).forEach(row -> resting[row * INPUTS + 5] = 1e9f);
    double moved = last(error.errors(both(INPUTS, resting)));
    float[] shares = shares(error, both(INPUTS, resting), 1999);

    assertThat(moved).isGreaterThan(before).isLessThan(TYPICAL_THRESHOLD);
    assertThat(shares[5]).isBetween(0.15f, 0.5f);
  }

  @Test
  void the_shares_of_a_row_name_the_feature_that_moved() {
    ReconstructionError error = fitted();
    float[] values = normal(WINDOW);
    values[(WINDOW - 1) * INPUTS + 7] = 15;
    float[] shares = shares(error, both(INPUTS, values), WINDOW - 1);

    assertThat(shares[7]).as("ordinary rows before it count, too").isGreaterThan(0.5f);
    double sum = 0;
    for (float share : shares) {
      sum += share;
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void without_innovation_residuals_there_is_neither_an_error_nor_a_share_of_it() {
    ReconstructionError error = withScale(1, varying(2));
    Residuals elsewhere = new Residuals(2, new float[2], new float[] {3, 1});
    float[] shares = shares(error, elsewhere, 0);

    assertThat(error.errors(elsewhere)).containsExactly(0);
    assertThat(shares).containsExactly(0, 0);
  }

  @Test
  void a_share_is_the_geometric_mean_of_innovation_residual_and_seasonal_deviation() {
    ReconstructionError error = withScale(1, varying(3));
    float[] shares =
        shares(error, new Residuals(3, new float[] {1, 3, 9}, new float[] {1, 3, 0}), 0);

    assertThat(shares).containsExactly(new float[] {0.1f, 0.9f, 0}, within(1e-6f));
  }

  @Test
  void
      once_the_row_is_back_at_its_level_the_innovation_residuals_of_the_rows_before_count_little() {
    ReconstructionError error = withScale(1, varying(1));
    float[] innovationResiduals = new float[30];
    float[] seasonalDeviations = new float[30];
    Arrays.fill(innovationResiduals, 0, 15, 20);
    Arrays.fill(seasonalDeviations, 0, 15, 20);
    double[] errors = error.errors(new Residuals(1, innovationResiduals, seasonalDeviations));

    assertThat(errors[14]).as("400 by 400").isCloseTo(400, within(1.0));
    // The seasonal deviation is smoothed over 8 rows, and its bound is that of the last 8 rows.
    assertThat(errors[21]).isGreaterThan(1);
    assertThat(errors[29]).as("what a row in its place counts for").isCloseTo(0.3, within(1e-9));
  }

  @Test
  void what_is_missing_has_no_share_and_does_not_dilute_the_rest() {
    ReconstructionError error = withScale(0.1f, varying(3));

    assertThat(of(error, 0.1f, NONE, NONE)).isCloseTo(of(error, 0.1f, 0.1f, 0.1f), within(1e-6));
    assertThat(shares(error, 0.1f, NONE, NONE)).containsExactly(1, 0, 0);
  }

  @Test
  void a_row_without_a_single_value_has_no_error_and_leaves_no_trace_in_those_after_it() {
    ReconstructionError error = withScale(0.1f, varying(2));
    float[] shares = shares(error, both(2, NONE, NONE), 0);

    double[] errors = error.errors(both(2, 0.1f, 0.1f, NONE, NONE, 0.1f, 0.1f));
    assertThat(errors[1]).isNaN();
    assertThat(errors[2]).isCloseTo(errors[0], within(1e-9));
    assertThat(shares).containsExactly(0, 0);
  }

  @Test
  void shares_are_written_from_the_offset_on() {
    ReconstructionError error = withScale(0.1f, varying(2));
    float[] shares = {7, 7, 7, 7};
    TestResiduals.stream(error, both(2, 0.1f, 0), 1).shares(shares, 1);

    assertThat(shares).containsExactly(7, 1, 0, 7);
  }

  @Test
  void a_value_differs_by_its_innovation_or_its_seasonal_deviation_whichever_is_the_less_usual() {
    ReconstructionError error =
        ReconstructionError.of(
            varying(1), new Parameters(List.of(1f), List.of(0.5f), CERTAIN, CERTAIN, 1, 1));

    assertThat(error.isOffForecast(0, 4, 1)).as("4 to 2").isTrue();
    assertThat(error.isOffForecast(0, 4, -3)).as("4 to 6").isFalse();
    assertThat(error.isOffForecast(0, NONE, NONE)).isFalse();
    assertThat(error.isOffForecast(0, NONE, 1)).isFalse();
  }

  @Test
  void parameters_read_back_give_the_same_errors() {
    ReconstructionError error = fitted();
    ReconstructionError read = ReconstructionError.of(varying(INPUTS), error.parameters());
    Residuals residuals = normalResiduals(100);

    assertThat(read.parameters()).isEqualTo(error.parameters());
    assertThat(read.errors(residuals)).containsExactly(error.errors(residuals));
  }

  @Test
  void a_scale_is_above_0() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withScale(varying(2), 0.1f, 0f))
        .withMessage("a residual scale must be above 0, found 0.0");
  }

  @Test
  void residuals_of_two_kinds_are_of_the_same_rows() {
    assertThat(both(2, 1, 2, 3, 4).rows()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Residuals(2, new float[4], new float[2]))
        .withMessage("4 and 2 residuals of 2 inputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Residuals(2, new float[3], new float[3]))
        .withMessage("3 and 3 residuals of 2 inputs");
  }

  private static float[] row(List<Float> values) {
    float[] row = new float[values.size()];
    IntStream.range(0, row.length).forEach(i -> row[i] = values.get(i));
    return row;
  }
}
