package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final int LAGS = Forecast.LAGS;
  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofDays(1);
  private static final int DAY = 24 * 60;

  private final SplittableRandom random = new SplittableRandom(1);

  private static TimedRows rows(int inputs, float... values) {
    return new TimedRows(values, inputs, MIDNIGHT, MINUTE);
  }

  private static Forecast fitted(
      int inputs, List<TimedRows> segments, List<int[]> targets, Duration history) {
    ForecastFit fit = new ForecastFit(inputs, history);
    for (int i = 0; i < segments.size(); i++) {
      fit.add(segments.get(i), targets.get(i));
    }
    return fit.forecast();
  }

  private static Forecast fit(TimedRows rows, Duration history) {
    int[] targets = IntStream.range(LAGS, rows.rows()).toArray();
    return fitted(rows.inputs(), List.of(rows), List.of(targets), history);
  }

  /** x follows itself two rows long and y one row later; y follows itself. */
  private float[] autoregression(int rows) {
    float[] values = new float[2 * rows];
    for (int row = 2; row < rows; row++) {
      double x = 0.6 * values[2 * row - 2] - 0.3 * values[2 * row - 4] + 0.5 * values[2 * row - 1];
      double y = 0.8 * values[2 * row - 1];
      values[2 * row] = (float) (x + 2 * random.nextGaussian());
      values[2 * row + 1] = (float) (y + random.nextGaussian());
    }
    return values;
  }

  /** Highest at six in the morning. */
  private static double rhythm(int row) {
    return 2 * Math.sin(2 * Math.PI * row / DAY);
  }

  private float[] rhythmic(int rows) {
    float[] values = new float[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = (float) (rhythm(row) + 0.1 * random.nextGaussian());
    }
    return values;
  }

  /** Of one input: forecasts the row before, expects a level, and takes half a unit for usual. */
  private static Forecast persistence(float level) {
    float[] autoregression = new float[LAGS + 1];
    autoregression[0] = 1;
    return new Forecast(1, autoregression, new float[] {level}, new float[] {0.5f});
  }

  @Test
  void a_vector_autoregression_is_recovered() {
    Forecast forecast = fit(rows(2, autoregression(20_000)), SHORT);

    float[] expected = new float[(LAGS * 2 + 1) * 2];
    expected[0] = 0.6f; // x by x, one row before
    expected[2] = 0.5f; // x by y, one row before
    expected[3] = 0.8f; // y by y, one row before
    expected[4] = -0.3f; // x by x, two rows before
    assertThat(forecast.autoregression()).containsExactly(expected, within(0.05f));
    assertThat(forecast.innovationScale()).containsExactly(new float[] {2, 1}, within(0.03f));
  }

  @Test
  void a_row_is_forecast_from_those_before_it_the_latest_first() {
    float[] autoregression = new float[LAGS + 1];
    autoregression[0] = 0.5f;
    autoregression[LAGS - 1] = 2;
    autoregression[LAGS] = 10;
    Forecast forecast = new Forecast(1, autoregression, new float[] {0}, new float[] {1});

    assertThat(forecast.predictFromPast(rows(1, 1, 2, 3, 4, 6, 99, 0), 5, 7))
        .containsExactly(0.5f * 6 + 2 * 1 + 10, 0.5f * 99 + 2 * 2 + 10);
  }

  @Test
  void an_innovation_is_what_the_forecast_did_not_know_in_units_of_its_usual_size() {
    assertThat(persistence(0).innovations(rows(1, 0, 0, 0, 0, 1, 4, 3), 5, 7))
        .containsExactly(6, -2);
  }

  @Test
  void a_daily_rhythm_is_the_usual_level() {
    Forecast forecast = fit(rows(1, rhythmic(4 * DAY)), Duration.ofDays(4));
    TimedRows another =
        new TimedRows(new float[DAY], 1, MIDNIGHT.plus(Duration.ofDays(30)), MINUTE);

    float[] levels = forecast.seasonalLevels(another, 0, DAY);
    for (int row = 0; row < DAY; row++) {
      assertThat(levels[row]).isCloseTo((float) rhythm(row), within(0.05f));
    }
  }

  @Test
  void below_three_days_of_history_the_clock_does_not_count() {
    TimedRows days = rows(1, rhythmic(3 * DAY));
    Forecast early = fit(days, Duration.ofHours(71).minusMillis(1));
    Forecast late = fit(days, Duration.ofHours(71));

    assertThat(early.seasonality()).as("the constant").hasSize(1);
    assertThat(early.autoregression()).hasSize(LAGS + 1);
    assertThat(early.seasonalLevels(days, 0, DAY)).containsOnly(early.seasonality()[0]);
    assertThat(late.seasonality()).as("and four harmonics").hasSize(9);
    assertThat(late.autoregression()).hasSize(LAGS + 9);
  }

  @Test
  void no_row_from_the_forecast_one_on_and_none_before_its_lags_counts() {
    float[] values = autoregression(400);
    Forecast forecast = fit(rows(2, values), SHORT);
    float[] changed = values.clone();
    Arrays.fill(changed, 100 * 2, changed.length, 1e6f);
    Arrays.fill(changed, 0, (100 - LAGS) * 2, 1e6f);

    assertThat(forecast.predictFromPast(rows(2, changed), 100, 101))
        .isEqualTo(forecast.predictFromPast(rows(2, values), 100, 101));
    assertThat(forecast.seasonalLevels(rows(2, changed), 100, 101))
        .isEqualTo(forecast.seasonalLevels(rows(2, values), 100, 101));
  }

  @Test
  void only_the_targets_and_the_rows_right_before_them_are_fitted_to() {
    float[] values = autoregression(1000);
    float[] changed = values.clone();
    Arrays.fill(changed, 500 * 2, 600 * 2, 1e6f);
    int[] targets =
        IntStream.concat(IntStream.range(LAGS, 500), IntStream.range(600 + LAGS, 1000)).toArray();

    Forecast calm = fitted(2, List.of(rows(2, values)), List.of(targets), SHORT);
    Forecast ill = fitted(2, List.of(rows(2, changed)), List.of(targets), SHORT);

    assertThat(ill.autoregression()).isEqualTo(calm.autoregression());
    assertThat(ill.seasonality()).isEqualTo(calm.seasonality());
    assertThat(ill.innovationScale()).isEqualTo(calm.innovationScale());
  }

  @Test
  void segments_count_together_and_none_reaches_into_the_next() {
    float[] values = autoregression(1000);
    TimedRows first = rows(2, Arrays.copyOfRange(values, 0, 1000));
    TimedRows second = rows(2, Arrays.copyOfRange(values, 1000 - 2 * LAGS, 2000));
    Forecast whole = fit(rows(2, values), SHORT);
    Forecast parts =
        fitted(
            2,
            List.of(first, second),
            List.of(
                IntStream.range(LAGS, 500).toArray(), IntStream.range(LAGS, 500 + LAGS).toArray()),
            SHORT);

    assertThat(parts.autoregression()).containsExactly(whole.autoregression(), within(1e-5f));
    assertThat(parts.innovationScale()).containsExactly(whole.innovationScale(), within(1e-5f));
  }

  @Test
  void a_forecast_computed_during_a_fit_uses_the_rows_so_far() {
    TimedRows rows = rows(2, autoregression(1000));
    int[] first = IntStream.range(LAGS, 437).toArray();
    int[] second = IntStream.range(437, 1000).toArray();
    ForecastFit fit = new ForecastFit(2, SHORT);

    fit.add(rows, first);
    ForecastFit.Coefficients early = fit.coefficients();
    assertSame(fit.forecast(), fitted(2, List.of(rows), List.of(first), SHORT));
    fit.add(rows, second);

    Forecast late = fit.forecast();
    assertSame(late, fitted(2, List.of(rows, rows), List.of(first, second), SHORT));
    Forecast known = early.forecast(late.innovationScale());
    assertThat(known.autoregression())
        .as("what was given stays")
        .isEqualTo(fitted(2, List.of(rows), List.of(first), SHORT).autoregression())
        .isNotEqualTo(late.autoregression());
    assertThat(known.innovationScale()).isEqualTo(late.innovationScale());
  }

  /** Sums of blocks of rows are rounded elsewhere where a fit was asked in between. */
  private static void assertSame(Forecast forecast, Forecast expected) {
    assertThat(forecast.autoregression()).containsExactly(expected.autoregression(), within(1e-6f));
    assertThat(forecast.seasonality()).containsExactly(expected.seasonality(), within(1e-6f));
    assertThat(forecast.innovationScale())
        .containsExactly(expected.innovationScale(), within(1e-6f));
  }

  @Test
  void before_any_row_a_fit_expects_the_mean() {
    Forecast forecast = new ForecastFit(1, SHORT).forecast();

    assertThat(forecast.autoregression()).containsOnly(0);
    assertThat(forecast.seasonality()).containsOnly(0);
    assertThat(forecast.innovationScale()[0]).isPositive();
  }

  @Test
  void inputs_that_never_move_or_tell_the_same_are_no_obstacle() {
    float[] values = new float[3 * 500];
    for (int row = 0; row < 500; row++) {
      values[3 * row] = (float) random.nextGaussian();
      values[3 * row + 1] = values[3 * row];
    }
    Forecast forecast = fit(rows(3, values), SHORT);

    for (float coefficient : forecast.autoregression()) {
      assertThat(coefficient).isFinite();
    }
    for (float scale : forecast.innovationScale()) {
      assertThat(scale).isPositive();
    }
    assertThat(forecast.predictFromPast(rows(3, values), LAGS, 500)[2])
        .as("what never moves")
        .isZero();
  }

  @Test
  void arrays_of_other_sizes_are_refused() {
    float[] past = new float[LAGS * 2 * 2 + 2];
    float[] clock = new float[2];
    float[] scale = new float[2];

    assertThat(new Forecast(2, past, clock, scale).inputs()).isEqualTo(2);
    assertRefused(new float[past.length - 1], clock, scale);
    assertRefused(past, new float[3], scale);
    assertRefused(past, new float[0], scale);
    assertRefused(new float[past.length + 2], new float[4], scale);
    assertRefused(past, clock, new float[1]);
  }

  private static void assertRefused(float[] autoregression, float[] seasonality, float[] scale) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Forecast(2, autoregression, seasonality, scale))
        .withMessageContaining("for 2 inputs");
  }
}
