package io.github.anomalyexporter.core.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.feature.FittedScaler.Parameters;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.score.Residuals;
import io.github.anomalyexporter.core.score.TestResiduals;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnseenRowsTest {
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
          List.of(new float[2], new float[] {0, 3}),
          new float[2]);

  /** Forecasts 0 of everything, and expects it to be 0. */
  private static final Forecast NOTHING =
      new Forecast(1, new float[LAGS + 1], new float[1], new float[] {1});

  private final float[] values = new float[300];

  UnseenRowsTest() {
    for (int row = 0; row < values.length; row++) {
      values[row] = TestFrames.noise(-0.5f, row, 0);
    }
  }

  private UnseenRows unseen(int stackRow, Map<HistoryPart, int[]> targets) {
    Stretch stretch = new Stretch(values, 1, TestFrames.END, TestFeatures.STEP, targets);
    return new UnseenRows(stretch, NOTHING, new MeanFormat().open(WEIGHTS), stackRow);
  }

  private ReconstructionError error() {
    UnseenRows all =
        unseen(0, Map.of(HistoryPart.VALIDATION, IntStream.range(LAGS, 300).toArray()));
    return ReconstructionError.fit(SCALER, List.of(all.residuals(HistoryPart.VALIDATION)));
  }

  @Test
  void residuals_are_of_all_rows_from_the_first_target_to_the_last() {
    Residuals residuals =
        unseen(0, Map.of(HistoryPart.VALIDATION, new int[] {100, 101, 110}))
            .residuals(HistoryPart.VALIDATION);

    assertThat(residuals.rows()).isEqualTo(11);
    for (int row = 0; row < 11; row++) {
      assertThat(TestResiduals.surprises(residuals)[row]).isEqualTo(values[100 + row]);
      assertThat(TestResiduals.displacements(residuals)[row]).isEqualTo(values[100 + row]);
    }
  }

  @Test
  void they_are_of_the_row_of_the_stack() {
    Residuals residuals =
        unseen(1, Map.of(HistoryPart.VALIDATION, new int[] {100}))
            .residuals(HistoryPart.VALIDATION);

    assertThat(TestResiduals.surprises(residuals)[0]).isCloseTo(values[100] - 3, within(1e-6f));
    assertThat(TestResiduals.displacements(residuals)[0]).isEqualTo(values[100]);
  }

  @Test
  void errors_are_of_the_targets_only_each_with_all_of_its_window_before_it() {
    int[] targets = {100, 101, 110};
    ReconstructionError error = error();
    UnseenRows all =
        unseen(0, Map.of(HistoryPart.VALIDATION, IntStream.range(LAGS, 300).toArray()));
    double[] expected = error.errors(all.residuals(HistoryPart.VALIDATION));

    assertThat(
            unseen(0, Map.of(HistoryPart.CALIBRATION, targets))
                .errors(error, HistoryPart.CALIBRATION))
        .containsExactly(expected[100 - LAGS], expected[101 - LAGS], expected[110 - LAGS]);
  }

  @Test
  void a_target_near_the_beginning_has_a_shorter_window() {
    assertThat(
            unseen(0, Map.of(HistoryPart.CALIBRATION, new int[] {LAGS, LAGS + 1}))
                .errors(error(), HistoryPart.CALIBRATION))
        .hasSize(2)
        .doesNotContain(Double.NaN);
  }

  @Test
  void a_part_it_has_nothing_of_has_neither() {
    UnseenRows unseen = unseen(0, Map.of(HistoryPart.TRAINING, new int[] {100}));

    assertThat(unseen.residuals(HistoryPart.VALIDATION).rows()).isZero();
    assertThat(unseen.errors(error(), HistoryPart.CALIBRATION)).isEmpty();
  }
}
