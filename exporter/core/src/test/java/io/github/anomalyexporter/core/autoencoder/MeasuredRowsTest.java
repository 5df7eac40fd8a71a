package io.github.anomalyexporter.core.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.detector.TestFrames;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.feature.FittedScaler.Parameters;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.core.score.ErrorTimeline;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.score.Residuals;
import io.github.anomalyexporter.core.score.TestResiduals;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredRowsTest {
  private static final FeatureSet ONE = TestFeatures.of("cpu");
  private static final FittedScaler SCALER =
      FittedScaler.of(ONE, List.of(new Parameters(Kind.VARYING, 0, 1)));
  private static final int LAGS = Forecast.LAGS;

  /** Row 0 of the stack reconstructs 0, row 1 reconstructs 3. */
  private static final Weights WEIGHTS =
      new Weights(
          new Architecture(1, List.of(1)),
          2,
          List.of(new float[2], new float[2]),
          List.of(new float[2], new float[] {0, 3}));

  /** Forecasts 0 of everything, and expects it to be 0. */
  private static final Forecast NOTHING =
      new Forecast(1, new float[LAGS + 1], new float[1], new float[] {1});

  private final float[] values = new float[300];

  MeasuredRowsTest() {
    for (int row = 0; row < values.length; row++) {
      values[row] = TestFrames.noise(-0.5f, row, 0);
    }
  }

  private Segment segment(int... targets) {
    return new Segment(
        TestFrames.WEB, values::clone, 1, TestFrames.END, TestFeatures.STEP, targets);
  }

  private static Residuals residuals(MeasuredRows rows) {
    return rows.residuals(new MeanInference().open(WEIGHTS));
  }

  @Test
  void residuals_are_of_all_rows_from_the_first_start_on_by_the_row_of_the_stack() {
    Residuals residuals =
        residuals(new MeasuredRows(segment(), SCALER, List.of(NOTHING), List.of(100), 1));

    assertThat(residuals.rows()).isEqualTo(200);
    for (int row = 0; row < 200; row++) {
      assertThat(TestResiduals.innovationResiduals(residuals)[row])
          .isCloseTo(values[100 + row] - 3, within(1e-6f));
      assertThat(TestResiduals.seasonalDeviations(residuals)[row]).isEqualTo(values[100 + row]);
    }
  }

  @Test
  void each_forecast_is_of_the_rows_up_to_the_next_start() {
    Forecast level = new Forecast(1, new float[LAGS + 1], new float[] {5}, new float[] {1});

    Residuals residuals =
        residuals(
            new MeasuredRows(segment(), SCALER, List.of(NOTHING, level), List.of(100, 150), 0));

    assertThat(residuals.rows()).isEqualTo(200);
    assertThat(TestResiduals.seasonalDeviations(residuals)[49]).isEqualTo(values[149]);
    assertThat(TestResiduals.seasonalDeviations(residuals)[50]).isEqualTo(values[150] - 5);
  }

  @Test
  void errors_are_of_the_rows_to_learn_from_each_with_its_window_before_it() {
    MeasuredRows rows =
        new MeasuredRows(segment(50, 100, 101, 110), SCALER, List.of(NOTHING), List.of(60), 0);
    Residuals residuals = residuals(rows);
    ReconstructionError error = ReconstructionError.fit(SCALER, List.of(residuals));
    double[] all = error.errors(residuals);

    ErrorTimeline.Builder errors = new ErrorTimeline.Builder();
    rows.addErrors(errors, error, residuals, input -> true, 0.5);
    assertThat(TestResiduals.errors(errors.build())).containsExactly(all[40], all[41], all[50]);
  }

  @Test
  void rows_that_scoring_would_find_too_little_for_have_no_error() {
    Arrays.fill(values, 70, 90, Float.NaN);
    MeasuredRows rows =
        new MeasuredRows(
            segment(60, 61, 62, 63, 90, 91, 92, 93), SCALER, List.of(NOTHING), List.of(60), 0);
    Residuals residuals = residuals(rows);
    ReconstructionError error = ReconstructionError.fit(SCALER, List.of(residuals));
    double[] all = error.errors(residuals);

    ErrorTimeline.Builder errors = new ErrorTimeline.Builder();
    rows.addErrors(errors, error, residuals, input -> true, 0.5);
    assertThat(TestResiduals.errors(errors.build()))
        .as("neither right after the start nor right after the gap")
        .containsExactly(all[2], all[3], all[32], all[33]);
  }
}
