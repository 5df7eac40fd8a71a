package io.github.anomalyexporter.core.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.detector.TestFrames;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.feature.FittedScaler.Parameters;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.ForecastFit;
import io.github.anomalyexporter.core.model.TimedRows;
import io.github.anomalyexporter.core.model.TrainingRows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearnedHistoryTest {
  private static final FeatureSet ONE = TestFeatures.of("cpu");
  private static final int LAGS = Forecast.LAGS;

  /** Leaves values as they are. */
  private static final FittedScaler AS_IT_IS =
      FittedScaler.of(ONE, List.of(new Parameters(Kind.VARYING, 0, 1)));

  /** Usable rows of the history, a hundred in each eighth. */
  private static final int ROWS = 800;

  private static final int EIGHTH = ROWS / 8;

  private static float[] noise(int rows) {
    float[] values = new float[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = TestFrames.noise(-0.5f, row, 0);
    }
    return values;
  }

  private static InstanceHistory history(float[] values) {
    return InstanceHistory.of(TestFrames.WEB, values::clone, TestFrames.END, ONE, 0.5);
  }

  private static LearnedHistory learned(float[] values) {
    return LearnedHistory.of(history(values), AS_IT_IS);
  }

  private static TimedRows timed(float[] values) {
    return new TimedRows(values, 1, TestFrames.END, TestFeatures.STEP);
  }

  private static Forecast fitted(float[] values, int to) {
    InstanceHistory history = history(values);
    ForecastFit fit = new ForecastFit(1, history.length());
    fit.add(timed(values), IntStream.range(LAGS, to).toArray());
    return fit.forecast();
  }

  @Test
  void a_history_is_forecast_by_all_of_its_scaled_rows() {
    float[] values = noise(LAGS + ROWS);
    FittedScaler twice = FittedScaler.of(ONE, List.of(new Parameters(Kind.VARYING, 0.25, 0.5)));
    LearnedHistory learned = LearnedHistory.of(history(values.clone()), twice);

    float[] scaled = values.clone();
    twice.scale(scaled);
    assertThat(learned.forecast().autoregression())
        .containsExactly(fitted(scaled, LAGS + ROWS).autoregression(), within(1e-6f));
    assertThat(learned.forecast().innovationScale())
        .containsExactly(fitted(scaled, LAGS + ROWS).innovationScale(), within(1e-6f));
  }

  @Test
  void each_eighth_of_the_later_half_has_a_forecast_of_the_rows_before_it() {
    float[] values = noise(LAGS + ROWS);
    LearnedHistory learned = learned(values.clone());

    assertThat(learned.starts())
        .containsExactly(
            LAGS + 4 * EIGHTH, LAGS + 5 * EIGHTH, LAGS + 6 * EIGHTH, LAGS + 7 * EIGHTH);
    assertThat(learned.earlier()).hasSize(4);
    for (int part = 0; part < 4; part++) {
      Forecast before = fitted(values, learned.starts().get(part));
      Forecast earlier = learned.earlier().get(part);
      assertThat(earlier.autoregression())
          .as("part %d", part)
          .containsExactly(before.autoregression(), within(1e-6f));
      assertThat(earlier.seasonality()).containsExactly(before.seasonality(), within(1e-6f));
      assertThat(earlier.innovationScale()).isEqualTo(learned.forecast().innovationScale());
    }
  }

  @Test
  void once_there_is_a_whole_day_its_mean_is_the_usual_level_of_all_parts() {
    float[] day = noise(LAGS + 24 * 60);
    LearnedHistory learned = learned(day);

    assertThat(learned.forecast().isCycled()).isFalse();
    for (int part = 0; part < 4; part++) {
      Forecast before = fitted(day, learned.starts().get(part));
      Forecast earlier = learned.earlier().get(part);
      assertThat(earlier.autoregression()).containsExactly(before.autoregression(), within(1e-6f));
      assertThat(earlier.seasonality()).isEqualTo(learned.forecast().seasonality());
      assertThat(earlier.seasonality()).isNotEqualTo(before.seasonality());
    }
  }

  @Test
  void from_three_days_on_each_part_has_its_own_usual_levels() {
    float[] days = noise(LAGS + 3 * 24 * 60);
    LearnedHistory learned = learned(days);

    assertThat(learned.forecast().isCycled()).isTrue();
    for (Forecast earlier : learned.earlier()) {
      assertThat(earlier.seasonality()).isNotEqualTo(learned.forecast().seasonality());
    }
  }

  @Test
  void no_row_of_the_later_half_is_forecast_by_what_has_seen_it() {
    float[] calm = noise(LAGS + ROWS);
    LearnedHistory calmly = learned(calm.clone());

    for (int part = 0; part < 4; part++) {
      int start = LAGS + (4 + part) * EIGHTH;
      float[] changed = calm.clone();
      for (int row = start; row < changed.length; row++) {
        changed[row] = 3 * changed[row - 1] - 1.9f * changed[row - 2] + calm[row];
        changed[row] = Math.max(-50, Math.min(50, changed[row]));
      }
      LearnedHistory learned = learned(changed);

      for (int earlier = 0; earlier < 4; earlier++) {
        float[] found = learned.earlier().get(earlier).autoregression();
        float[] expected = calmly.earlier().get(earlier).autoregression();
        if (earlier <= part) {
          assertThat(found).as("of rows before the change").isEqualTo(expected);
        } else {
          assertThat(found).as("of changed rows").isNotEqualTo(expected);
        }
      }
      assertThat(learned.forecast().autoregression())
          .isNotEqualTo(calmly.forecast().autoregression());
    }
  }

  @Test
  void the_rows_before_a_gap_are_those_that_were_usable() {
    float[] values = noise(LAGS + ROWS);
    Arrays.fill(values, 200, 300, Float.NaN);
    LearnedHistory learned = learned(values);

    // 700 usable rows: the first 195 of them before the gap.
    assertThat(learned.starts().get(0)).isEqualTo(300 + 350 - 195);
  }

  @Test
  void what_is_measured_unseen_is_the_later_half_and_what_is_learned_is_all() {
    LearnedHistory learned = learned(noise(LAGS + ROWS));
    Segment segment = learned.history().segments().get(0);

    assertThat(learned.unseen(3))
        .containsExactly(
            new MeasuredRows(segment, AS_IT_IS, learned.earlier(), learned.starts(), 3));
    assertThat(learned.rows(3))
        .containsExactly(
            new MeasuredRows(segment, AS_IT_IS, List.of(learned.forecast()), List.of(LAGS), 3));
  }

  @Test
  void a_history_as_short_as_can_be_has_its_eighths_too() {
    LearnedHistory learned = learned(noise(LAGS + InstanceHistory.MINIMUM_ROWS));

    assertThat(learned.starts()).containsExactly(LAGS + 50, LAGS + 62, LAGS + 75, LAGS + 87);
    for (Forecast earlier : learned.earlier()) {
      for (float coefficient : earlier.autoregression()) {
        assertThat(coefficient).isFinite();
      }
    }
  }

  @Test
  void a_long_history_is_cut_by_its_thinned_rows() {
    int rows = 2 * InstanceHistory.MAXIMUM_ROWS;
    LearnedHistory learned = learned(noise(LAGS + rows));

    assertThat(learned.starts())
        .containsExactly(
            LAGS + rows * 4 / 8, LAGS + rows * 5 / 8, LAGS + rows * 6 / 8, LAGS + rows * 7 / 8);
    assertThat(learned.trainingRows().rows()).isEqualTo(InstanceHistory.MAXIMUM_ROWS);
  }

  @Test
  void the_autoencoder_trains_on_the_first_four_fifths_of_the_innovations() {
    float[] values = noise(LAGS + ROWS);
    LearnedHistory learned = learned(values.clone());

    TrainingRows rows = learned.trainingRows();

    assertThat(rows.rows()).isEqualTo(ROWS);
    assertThat(rows.trainingRows()).isEqualTo(640);
    assertThat(rows.values())
        .isEqualTo(learned.forecast().innovations(timed(values), LAGS, LAGS + ROWS));
  }

  @Test
  void the_autoencoder_trains_on_no_innovation_that_is_missing_or_out_of_bounds() {
    float[] values = noise(LAGS + ROWS);
    values[300] = 2.4f;
    FeatureSet two = TestFeatures.of("cpu", "disk");
    float[] both = new float[2 * values.length];
    for (int row = 0; row < values.length; row++) {
      both[2 * row] = values[row];
      both[2 * row + 1] = row == 400 ? Float.NaN : TestFrames.noise(-0.5f, row, 1);
    }
    Parameters asItIs = new Parameters(Kind.VARYING, 0, 1);
    LearnedHistory learned =
        LearnedHistory.of(
            InstanceHistory.of(TestFrames.WEB, both::clone, TestFrames.END, two, 0.5),
            FittedScaler.of(two, List.of(asItIs, asItIs)));

    float[] trained = learned.trainingRows().values();
    assertThat(trained[2 * (300 - LAGS)]).isEqualTo(5);
    assertThat(trained[2 * (400 - LAGS)]).isFinite();
    assertThat(trained[2 * (400 - LAGS) + 1]).isNaN();
  }

  @Test
  void a_fleet_learns_of_all_its_segments_and_has_no_earlier_forecasts() {
    float[] web = noise(LAGS + 300);
    float[] db = new float[LAGS + 300];
    for (int row = 0; row < db.length; row++) {
      db[row] = TestFrames.noise(-0.5f, row, 1);
    }
    InstanceHistory fleet = InstanceHistory.pool(List.of(history(web), history(db)));
    LearnedHistory learned = LearnedHistory.of(fleet, AS_IT_IS);

    ForecastFit fit = new ForecastFit(1, fleet.length());
    fit.add(timed(web), IntStream.range(LAGS, LAGS + 300).toArray());
    fit.add(timed(db), IntStream.range(LAGS, LAGS + 300).toArray());
    assertThat(learned.forecast().autoregression())
        .containsExactly(fit.forecast().autoregression(), within(1e-5f));
    assertThat(learned.earlier()).isEmpty();
    assertThat(learned.trainingRows().rows()).isEqualTo(600);
    assertThat(learned.unseen(0)).isEqualTo(learned.rows(0)).hasSize(fleet.segments().size());
  }
}
