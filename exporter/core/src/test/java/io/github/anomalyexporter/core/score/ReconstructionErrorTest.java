package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.feature.FittedScaler.Parameters;
import io.github.anomalyexporter.core.feature.TestFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReconstructionErrorTest {
  private static final float NONE = Float.NaN;

  /** As many inputs as the preset node-exporter makes. */
  private static final int INPUTS = 36;

  /** Between those that the default quantile finds on simulated hosts. */
  private static final double TYPICAL_THRESHOLD = 3.5;

  private static FittedScaler scaler(Kind... kinds) {
    String[] names = IntStream.range(0, kinds.length).mapToObj(i -> "f" + i).toArray(String[]::new);
    FeatureSet features = TestFeatures.of(names);
    return FittedScaler.of(
        features,
        Arrays.stream(kinds).map(kind -> new Parameters(kind, 0, 1, 0.5f, 0, 1)).toList());
  }

  private static FittedScaler varying(int inputs) {
    Kind[] kinds = new Kind[inputs];
    Arrays.fill(kinds, Kind.VARYING);
    return scaler(kinds);
  }

  private static ReconstructionError withSpread(double spread, FittedScaler scaler) {
    double[] spreads = new double[scaler.inputs()];
    Arrays.fill(spreads, spread);
    return ReconstructionError.of(scaler, spreads);
  }

  /** Of a row whose reconstruction is 0 everywhere: the values are the residuals. */
  private static double of(ReconstructionError error, float... residuals) {
    return error.of(residuals, new float[residuals.length], 0, new float[residuals.length]);
  }

  private static float[] shares(ReconstructionError error, float... residuals) {
    float[] shares = new float[residuals.length];
    error.of(residuals, new float[residuals.length], 0, shares);
    return shares;
  }

  @Test
  void a_residual_counts_in_terms_of_its_inputs_own_spread() {
    ReconstructionError error = ReconstructionError.of(varying(2), new double[] {0.1, 0.01});

    assertThat(of(error, 0.1f, 0.01f)).isCloseTo(1, within(1e-6));
    assertThat(shares(error, 0.1f, 0.01f)).containsExactly(new float[] {0.5f, 0.5f}, within(1e-6f));
  }

  @Test
  void on_the_data_it_was_fitted_to_the_mean_square_is_1() {
    float[] scaled = {0.1f, 0, -0.1f, 0.3f, 0.1f, -0.3f, -0.1f, 0};
    float[] reconstructed = new float[8];
    ReconstructionError error = ReconstructionError.fit(varying(2), scaled, reconstructed);

    double sum = 0;
    for (int row = 0; row < 4; row++) {
      double one = error.of(scaled, reconstructed, 2 * row, new float[8]);
      sum += one * one;
    }
    assertThat(sum / 4).isCloseTo(1, within(1e-6));
  }

  @Test
  void a_spread_is_at_least_a_quarter_of_the_median_one() {
    float[] scaled = {0.2f, 0.2f, 1e-5f, -0.2f, -0.2f, -1e-5f};

    assertThat(ReconstructionError.fit(varying(3), scaled, new float[6]).spread())
        .containsExactly(new double[] {0.2, 0.2, 0.05}, within(1e-6));
  }

  @Test
  void perfect_reconstructions_still_have_a_spread() {
    assertThat(ReconstructionError.fit(varying(2), new float[4], new float[4]).spread())
        .containsExactly(1e-3, 1e-3);
    assertThat(
            ReconstructionError.fit(scaler(Kind.UNKNOWN), new float[] {NONE}, new float[1])
                .spread())
        .containsExactly(1e-3);
  }

  @Property(tries = 200)
  void it_is_not_negative_and_the_shares_sum_to_1(
      @ForAll @Size(min = 1, max = 20) List<@FloatRange(min = -100, max = 100) Float> residuals) {
    float[] row = row(residuals);
    ReconstructionError error = withSpread(0.1, varying(row.length));
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
  void twice_as_far_off_is_twice_the_error(
      @ForAll @Size(min = 1, max = 20) List<@FloatRange(min = -10, max = 10) Float> residuals) {
    float[] row = row(residuals);
    ReconstructionError error = withSpread(1, varying(row.length));
    float[] doubled = new float[row.length];
    IntStream.range(0, row.length).forEach(i -> doubled[i] = 2 * row[i]);

    assertThat(of(error, doubled)).isCloseTo(2 * of(error, row), within(1e-5));
  }

  @Property(tries = 200)
  void further_off_is_never_a_smaller_error(
      @ForAll @FloatRange(min = 0, max = 1e6f) float residual,
      @ForAll @FloatRange(min = 1, max = 10) float factor) {
    ReconstructionError error = withSpread(0.01, varying(2));

    assertThat(of(error, residual * factor, 0)).isGreaterThanOrEqualTo(of(error, residual, 0));
  }

  @Test
  void far_outside_one_residual_grows_only_with_its_logarithm() {
    ReconstructionError error = withSpread(1, varying(1));

    assertThat(of(error, 20)).isCloseTo(20, within(1e-6));
    assertThat(of(error, 2000)).isCloseTo(20 * (1 + Math.log(100)), within(1e-3));
  }

  @Test
  void a_strong_anomaly_over_several_features_scores_far_above_3() {
    ReconstructionError error = withSpread(0.02, varying(INPUTS));
    float[] row = new float[INPUTS];
    Arrays.fill(row, 0.02f);
    // Eight features off by the whole range they had in training.
    Arrays.fill(row, 0, 8, 1f);

    assertThat(of(error, row) / TYPICAL_THRESHOLD).isGreaterThan(4);
  }

  @Test
  void an_infinite_value_of_one_feature_does_not_own_the_score() {
    ReconstructionError error = withSpread(0.02, varying(INPUTS));
    float[] row = new float[INPUTS];
    row[0] = 1e30f;

    assertThat(of(error, row)).isFinite();
    assertThat(of(error, row) / TYPICAL_THRESHOLD).isLessThan(100);
  }

  @Test
  void a_constants_first_movement_shows_but_cannot_raise_the_error_over_a_threshold_alone() {
    Kind[] kinds = new Kind[INPUTS];
    Arrays.fill(kinds, Kind.VARYING);
    kinds[5] = Kind.CONSTANT;
    ReconstructionError error = withSpread(0.02, scaler(kinds));
    float[] row = new float[INPUTS];
    Arrays.fill(row, 0.02f);
    row[5] = 1e9f;

    assertThat(of(error, row)).isGreaterThan(1).isLessThan(1.5).isLessThan(TYPICAL_THRESHOLD);
    assertThat(shares(error, row)[5]).isBetween(0.15f, 0.3f);
  }

  @Test
  void what_the_network_says_of_a_constant_does_not_matter() {
    ReconstructionError error = withSpread(0.1, scaler(Kind.CONSTANT));

    assertThat(error.of(new float[] {0}, new float[] {0.8f}, 0, new float[1])).isZero();
  }

  @Test
  void what_is_missing_has_no_share_and_does_not_dilute_the_rest() {
    ReconstructionError error = withSpread(0.1, varying(3));

    assertThat(of(error, 0.1f, NONE, NONE)).isCloseTo(1, within(1e-6));
    assertThat(shares(error, 0.1f, NONE, NONE)).containsExactly(1, 0, 0);
  }

  @Test
  void a_row_without_a_single_value_has_no_error() {
    ReconstructionError error = withSpread(0.1, varying(2));
    float[] shares = {7, 7};

    assertThat(error.of(new float[] {NONE, NONE}, new float[2], 0, shares)).isNaN();
    assertThat(shares).containsExactly(0, 0);
  }

  @Test
  void a_row_is_looked_at_from_its_offset_on() {
    ReconstructionError error = withSpread(0.1, varying(2));
    float[] shares = new float[6];

    assertThat(error.of(new float[] {9, 9, 0.1f, 0, 9, 9}, new float[6], 2, shares))
        .isCloseTo(Math.sqrt(0.5), within(1e-6));
    assertThat(shares).containsExactly(0, 0, 1, 0, 0, 0);
  }

  @Test
  void spreads_read_back_are_the_same_and_above_0() {
    double[] spread = {0.1, 0.2};
    assertThat(ReconstructionError.of(varying(2), spread).spread()).containsExactly(spread);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReconstructionError.of(varying(2), new double[] {0.1, 0}))
        .withMessage("a spread must be above 0, found 0.0");
  }

  private static float[] row(List<Float> values) {
    float[] row = new float[values.size()];
    IntStream.range(0, row.length).forEach(i -> row[i] = values.get(i));
    return row;
  }
}
