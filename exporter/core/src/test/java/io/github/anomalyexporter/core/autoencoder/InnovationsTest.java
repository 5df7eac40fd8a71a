package io.github.anomalyexporter.core.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.detector.TestFrames;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.score.Residuals;
import io.github.anomalyexporter.core.score.TestResiduals;
import org.junit.jupiter.api.Test;

class InnovationsTest {
  private static final float NONE = Float.NaN;
  private static final int LAGS = Forecast.LAGS;

  /** Two inputs: each is forecast to stay as it is, usually within 0.5 and 2, around 1 and -1. */
  private static Forecast persistence() {
    float[] autoregression = new float[(LAGS * 2 + 1) * 2];
    autoregression[0] = 1;
    autoregression[3] = 1;
    return new Forecast(2, autoregression, new float[] {1, -1}, new float[] {0.5f, 2});
  }

  /** After so many zeros that the first of these rows has a forecast. */
  private static Innovations after0(float... rows) {
    float[] scaled = new float[2 * LAGS + rows.length];
    System.arraycopy(rows, 0, scaled, 2 * LAGS, rows.length);
    Segment segment =
        new Segment(
            TestFrames.WEB, scaled::clone, 2, TestFrames.END, TestFeatures.STEP, new int[0]);
    return new Innovations(
        persistence(), new boolean[] {true, true}, segment, scaled, LAGS, LAGS + rows.length / 2);
  }

  private static float[] seen(Innovations innovations) {
    return innovations.clipped();
  }

  @Test
  void they_are_what_the_forecast_did_not_know() {
    assertThat(seen(after0(1, 2, 1, -2))).containsExactly(2, 1, 0, -2);
  }

  @Test
  void a_missing_cell_has_no_innovation_and_that_of_the_next_one_is_unknown() {
    assertThat(seen(after0(1, 2, NONE, 2, 2, 2, 3, 2)))
        .containsExactly(2, 1, NONE, 0, NONE, 0, 2, 0);
  }

  @Test
  void large_ones_are_seen_as_less_but_what_is_left_of_them_is_not() {
    Innovations innovations = after0(9, -30);

    assertThat(seen(innovations)).containsExactly(5, -5);
    assertThat(TestResiduals.innovationResiduals(innovations.residuals(new float[] {4, -5})))
        .containsExactly(18 - 4, -15 + 5);
  }

  @Test
  void a_row_is_written_from_an_offset_on() {
    float[] seen = {7, 7, 7, 7};
    after0(3, 3, 4, 5).writeClipped(1, seen, 1);

    assertThat(seen).containsExactly(7, 2, 1, 7);
  }

  @Test
  void a_seasonal_deviation_is_from_the_seasonal_level() {
    Residuals residuals = after0(1, 2, NONE, -1).residuals(new float[4]);

    assertThat(residuals.rows()).isEqualTo(2);
    assertThat(TestResiduals.seasonalDeviations(residuals)).containsExactly(0, 3, NONE, 0);
    assertThat(TestResiduals.innovationResiduals(residuals)).containsExactly(2, 1, NONE, -1.5f);
  }

  @Test
  void there_may_be_none() {
    assertThat(after0().clipped()).isEmpty();
    assertThat(after0().residuals(new float[0]).rows()).isZero();
  }
}
