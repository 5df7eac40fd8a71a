package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.ForecastFit;
import io.github.anomalyexporter.core.model.TimedRows;
import io.github.anomalyexporter.core.model.TrainingRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The forecast of a history, fitted before its autoencoder is trained, and forecasts fitted to
 * earlier parts of the history alone.
 *
 * @param earlier forecasts fitted to the rows before each of {@code starts}; empty for a fleet
 * @param starts rows of the only segment, ascending; empty for a fleet
 */
record LearnedHistory(
    InstanceHistory history,
    FittedScaler scaler,
    Forecast forecast,
    List<Forecast> earlier,
    List<Integer> starts) {
  /** Number of parts of a history: a part of a week is most of a day. */
  private static final int PARTS = 8;

  /** The rows before this part are the least to fit a forecast to. */
  private static final int FIRST_UNSEEN_PART = PARTS / 2;

  /** A day, less some rows to look back on. */
  private static final Duration WHOLE_DAY = Duration.ofHours(23);

  /** Share of the rows that the weights are fitted to; the other rows are for early stopping. */
  private static final double TRAINING_SHARE = 0.8;

  LearnedHistory {
    earlier = List.copyOf(earlier);
    starts = List.copyOf(starts);
  }

  /**
   * Fits the forecast of a history.
   *
   * @param scaler fitted to the history, or to the fleet that it is a part of
   */
  static LearnedHistory of(InstanceHistory history, FittedScaler scaler) {
    ForecastFit fit = new ForecastFit(scaler.inputs(), history.length());
    List<int[]> thinned = history.thinned();
    if (history.segments().size() > 1) {
      for (int i = 0; i < thinned.size(); i++) {
        fit.add(history.segments().get(i).filled(scaler), thinned.get(i));
      }
      return new LearnedHistory(history, scaler, fit.forecast(), List.of(), List.of());
    }
    TimedRows filled = history.segments().get(0).filled(scaler);
    int[] rows = thinned.get(0);
    List<ForecastFit.Coefficients> earlier = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      int from = part * rows.length / PARTS;
      if (part >= FIRST_UNSEEN_PART) {
        earlier.add(fit.coefficients());
        starts.add(rows[from]);
      }
      fit.add(filled, Arrays.copyOfRange(rows, from, (part + 1) * rows.length / PARTS));
    }
    Forecast forecast = fit.forecast();
    return new LearnedHistory(
        history,
        scaler,
        forecast,
        earlier.stream().map(it -> earlier(it, forecast, history.length())).toList(),
        starts);
  }

  /**
   * Returns the forecast of a part of a history. If the seasonal level is a mean, the mean of half
   * a day differs from the mean of a day by the daily cycle, which is not the error of the mean of
   * the whole history: with a day of history or more, the mean of the whole history is used. With
   * less, the mean of the part is used, because the rest of the day is unknown and the mean of the
   * whole history is as inaccurate as that of the part.
   */
  private static Forecast earlier(ForecastFit.Coefficients part, Forecast whole, Duration history) {
    return whole.isCycled() || history.compareTo(WHOLE_DAY) < 0
        ? part.forecast(whole.innovationScale())
        : part.forecastWithSeasonalityOf(whole);
  }

  /** Returns the clipped innovations that the autoencoder is trained on. */
  TrainingRows trainingRows() {
    int inputs = scaler.inputs();
    List<int[]> thinned = history.thinned();
    int rows = thinned.stream().mapToInt(it -> it.length).sum();
    float[] clipped = new float[rows * inputs];
    int position = 0;
    for (int i = 0; i < thinned.size(); i++) {
      Segment segment = history.segments().get(i);
      float[] scaled = segment.scaled(scaler);
      Innovations innovations =
          new Innovations(forecast, scaler.known(), segment, scaled, 0, scaled.length / inputs);
      for (int row : thinned.get(i)) {
        innovations.writeClipped(row, clipped, position);
        position += inputs;
      }
    }
    return new TrainingRows(clipped, inputs, rows, (int) (TRAINING_SHARE * rows));
  }

  /** Returns all rows, with the forecast that was fitted to them. */
  List<MeasuredRows> rows(int stackRow) {
    return history.segments().stream()
        .map(
            segment ->
                new MeasuredRows(
                    segment, scaler, List.of(forecast), List.of(Forecast.LAGS), stackRow))
        .toList();
  }

  /**
   * Returns the rows after each start, with the forecast that was fitted to the rows before; all
   * rows for a fleet, which has no earlier forecasts because its instances are held out instead.
   */
  List<MeasuredRows> unseen(int stackRow) {
    return earlier.isEmpty()
        ? rows(stackRow)
        : List.of(new MeasuredRows(history.segments().get(0), scaler, earlier, starts, stackRow));
  }
}
