package io.github.anomalyexporter.core.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Fits a forecast to rows as they come: it can be asked at any time for the forecast of all that
 * have come so far. For one thread.
 */
public final class ForecastFit {
  /** Enough for a working day with a lunch break. */
  private static final int HARMONICS = 4;

  /**
   * Three days, less some rows to look back on. With less history a daily cycle is whatever
   * happened that day.
   */
  private static final Duration LEAST_CYCLED = Duration.ofHours(71);

  /** In rows of inputs of unit variance: next to nothing, but for inputs that say the same. */
  private static final double PENALTY = 1;

  private final int inputs;
  private final Set<Part> without;
  private final DailyCycle cycle;
  private final RidgeRegression past;
  private final RidgeRegression clock;
  private final List<TimedRows> stretches = new ArrayList<>();
  private final List<int[]> targets = new ArrayList<>();

  /**
   * @param inputs width of a row
   * @param history so much of it there is in all: from three days on the time of day counts
   */
  public ForecastFit(int inputs, Duration history) {
    this(inputs, history, Set.of());
  }

  /** The same without some parts: {@link Part#PAST} or {@link Part#CLOCK}. */
  public ForecastFit(int inputs, Duration history, Set<Part> without) {
    this.inputs = inputs;
    this.without = Set.copyOf(without);
    boolean cycled = history.compareTo(LEAST_CYCLED) >= 0 && !without.contains(Part.CLOCK);
    this.cycle = new DailyCycle(cycled ? HARMONICS : 0);
    this.past = new RidgeRegression(Forecast.LAGS * inputs + cycle.terms(), inputs);
    this.clock = new RidgeRegression(cycle.terms(), inputs);
  }

  /**
   * Adds rows.
   *
   * @param chosen which of them are to be forecast: each has {@link Forecast#LAGS} rows before it
   */
  public void add(TimedRows rows, int[] chosen) {
    float[] context = new float[Forecast.LAGS * inputs + cycle.terms()];
    float[] time = new float[cycle.terms()];
    float[] values = rows.values();
    for (int row : chosen) {
      // What is always 0 gets coefficients of 0.
      for (int lag = 0; lag < Forecast.LAGS && !without.contains(Part.PAST); lag++) {
        System.arraycopy(values, (row - 1 - lag) * inputs, context, lag * inputs, inputs);
      }
      cycle.write(rows.millis(row), time, 0);
      System.arraycopy(time, 0, context, Forecast.LAGS * inputs, time.length);
      past.add(context, values, row * inputs);
      clock.add(time, values, row * inputs);
    }
    stretches.add(rows);
    targets.add(chosen);
  }

  /** The forecast of the rows so far, and the spread of what it does not know of them. */
  public Forecast forecast() {
    float[] unit = new float[inputs];
    Arrays.fill(unit, 1);
    Coefficients coefficients = coefficients();
    Forecast forecast = coefficients.forecast(unit);
    Spread spread = new Spread(inputs);
    for (int i = 0; i < stretches.size(); i++) {
      for (int row : targets.get(i)) {
        spread.add(forecast.innovations(stretches.get(i), row, row + 1));
      }
    }
    return coefficients.forecast(spread.floored());
  }

  /** The forecast of the rows so far, but for the spread, which needs a look at all of them. */
  public Coefficients coefficients() {
    return new Coefficients(inputs, past.solve(PENALTY), clock.solve(PENALTY));
  }

  /** A forecast without a spread. */
  public static final class Coefficients {
    private final int inputs;
    private final float[] fromPast;
    private final float[] fromClock;

    private Coefficients(int inputs, float[] fromPast, float[] fromClock) {
      this.inputs = inputs;
      this.fromPast = fromPast;
      this.fromClock = fromClock;
    }

    /**
     * With a spread.
     *
     * @param spread {@code [inputs]}
     */
    public Forecast forecast(float[] spread) {
      return new Forecast(inputs, fromPast, fromClock, spread);
    }

    /** With the spread and the usual levels of another. */
    public Forecast forecastWithUsualOf(Forecast other) {
      return new Forecast(inputs, fromPast, other.fromClock(), other.spread());
    }
  }
}
