package io.github.anomalyexporter.core.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits a forecast to rows incrementally: the forecast of all rows added so far is available at any
 * time. For one thread.
 */
public final class ForecastFit {
  /** Enough for a working day with a lunch break. */
  private static final int HARMONICS = 4;

  /**
   * Three days, less some rows to look back on. With less history a daily cycle would be fitted to
   * the events of single days.
   */
  private static final Duration LEAST_CYCLED = Duration.ofHours(71);

  /** In rows of inputs of unit variance: negligible, except for collinear inputs. */
  private static final double PENALTY = 1;

  private final int inputs;
  private final DailyCycle cycle;
  private final RidgeRegression past;
  private final RidgeRegression clock;
  private final List<TimedRows> segments = new ArrayList<>();
  private final List<int[]> targets = new ArrayList<>();

  /**
   * @param inputs width of a row
   * @param history length of the whole history: from three days on the forecast has a daily cycle
   */
  public ForecastFit(int inputs, Duration history) {
    this.inputs = inputs;
    this.cycle = new DailyCycle(history.compareTo(LEAST_CYCLED) >= 0 ? HARMONICS : 0);
    this.past = new RidgeRegression(Forecast.LAGS * inputs + cycle.terms(), inputs);
    this.clock = new RidgeRegression(cycle.terms(), inputs);
  }

  /**
   * Adds rows.
   *
   * @param chosen rows to fit the forecast to: each has {@link Forecast#LAGS} rows before it
   */
  public void add(TimedRows rows, int[] chosen) {
    float[] context = new float[Forecast.LAGS * inputs + cycle.terms()];
    float[] time = new float[cycle.terms()];
    float[] values = rows.values();
    for (int row : chosen) {
      for (int lag = 0; lag < Forecast.LAGS; lag++) {
        System.arraycopy(values, (row - 1 - lag) * inputs, context, lag * inputs, inputs);
      }
      cycle.write(rows.millis(row), time, 0);
      System.arraycopy(time, 0, context, Forecast.LAGS * inputs, time.length);
      past.add(context, values, row * inputs);
      clock.add(time, values, row * inputs);
    }
    segments.add(rows);
    targets.add(chosen);
  }

  /** Returns the forecast of the rows so far, with the scale of its innovations on them. */
  public Forecast forecast() {
    float[] unit = new float[inputs];
    Arrays.fill(unit, 1);
    Coefficients coefficients = coefficients();
    Forecast forecast = coefficients.forecast(unit);
    ResidualScale scale = new ResidualScale(inputs);
    for (int i = 0; i < segments.size(); i++) {
      for (int row : targets.get(i)) {
        scale.add(forecast.innovations(segments.get(i), row, row + 1));
      }
    }
    return coefficients.forecast(scale.floored());
  }

  /** Returns the coefficients of the rows so far, without a further pass over them. */
  public Coefficients coefficients() {
    return new Coefficients(inputs, past.solve(PENALTY), clock.solve(PENALTY));
  }

  /** A forecast without an innovation scale. */
  public static final class Coefficients {
    private final int inputs;
    private final float[] autoregression;
    private final float[] seasonality;

    private Coefficients(int inputs, float[] autoregression, float[] seasonality) {
      this.inputs = inputs;
      this.autoregression = autoregression;
      this.seasonality = seasonality;
    }

    /**
     * Returns the forecast with an innovation scale.
     *
     * @param innovationScale {@code [inputs]}
     */
    public Forecast forecast(float[] innovationScale) {
      return new Forecast(inputs, autoregression, seasonality, innovationScale);
    }

    /** Returns the forecast with the innovation scale and the seasonality of another forecast. */
    public Forecast forecastWithSeasonalityOf(Forecast other) {
      return new Forecast(inputs, autoregression, other.seasonality(), other.innovationScale());
    }
  }
}
