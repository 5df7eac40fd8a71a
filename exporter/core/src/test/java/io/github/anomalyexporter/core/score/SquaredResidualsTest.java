package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SquaredResidualsTest {
  private static final double CERTAIN = Double.POSITIVE_INFINITY;

  private static SquaredResiduals varying(double degreesOfFreedom, float... scales) {
    Kind[] kinds = new Kind[scales.length];
    Arrays.fill(kinds, Kind.VARYING);
    return new SquaredResiduals(kinds, scales, degreesOfFreedom, 1);
  }

  /** Of rows. */
  private static double[] squares(SquaredResiduals squares, float... residuals) {
    int inputs = squares.scales().length;
    double[] found = new double[residuals.length];
    double[] row = new double[inputs];
    for (int from = 0; from < residuals.length; from += inputs) {
      squares.squares(residuals, from, row);
      System.arraycopy(row, 0, found, from, inputs);
    }
    return found;
  }

  @Test
  void a_square_is_in_units_of_the_scale() {
    assertThat(squares(varying(CERTAIN, 0.5f, 2), 1, 1, -3, 4)).containsExactly(4, 0.25, 36, 4);
  }

  @Test
  void a_square_of_a_scale_with_few_degrees_of_freedom_is_the_likelihood_of_students_t() {
    // ln(1 + 100 / 6) and ln(1 + 1 / 6), with the table of R: log1p(100 / 6), log1p(1 / 6).
    assertThat(squares(varying(6, 1), 10, 1))
        .containsExactly(
            new double[] {6 * 2.871679624884012, 6 * 0.15415067982725830}, within(1e-12));
  }

  @Test
  void the_more_degrees_of_freedom_the_more_a_large_residual_counts() {
    double previous = 0;
    for (double freedom : new double[] {1, 6, 36, 168, 1008, CERTAIN}) {
      double square = squares(varying(freedom, 1), 12)[0];
      assertThat(square).isGreaterThan(previous).isLessThanOrEqualTo(144);
      previous = square;
    }
    assertThat(previous).isEqualTo(144);
  }

  @Test
  void a_residual_of_the_size_of_its_scale_hardly_depends_on_the_degrees_of_freedom() {
    assertThat(squares(varying(6, 1), 1)[0]).isCloseTo(1, within(0.1));
  }

  @Test
  void a_missing_residual_has_no_square_and_a_row_without_residuals_no_energy() {
    float missing = Float.NaN;
    SquaredResiduals squares = varying(CERTAIN, 1, 1);
    assertThat(squares(squares, missing, 2)).containsExactly(Double.NaN, 4);
    assertThat(squares.energies(new float[] {missing, 2, missing, missing}))
        .containsExactly(4, Double.NaN);
  }

  @Test
  void an_energy_is_the_mean_of_the_five_largest_squares_relative_to_normal_rows() {
    SquaredResiduals raw = varying(CERTAIN, 1, 1, 1, 1, 1, 1);
    float[] row = {1, 2, 0, 2, 2, 2};
    assertThat(raw.energies(row)).containsExactly(17 / 5.0);
    assertThat(raw.relativeTo(List.of(row, row)).energies(new float[] {2, 2, 2, 2, 2, 2}))
        .containsExactly(new double[] {20 / 17.0}, within(1e-12));
  }

  @Test
  void an_input_that_was_constant_counts_up_to_a_lower_bound() {
    SquaredResiduals constant =
        new SquaredResiduals(new Kind[] {Kind.CONSTANT}, new float[] {1}, CERTAIN, 1);
    assertThat(squares(constant, 1e9f, 3)).containsExactly(25, 9);
    assertThat(squares(varying(CERTAIN, 1), 1e9f)).containsExactly(400);
  }
}
