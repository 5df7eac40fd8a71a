package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.ForecastFit;
import io.github.anomalyexporter.core.model.Part;
import io.github.anomalyexporter.core.model.TimedRows;
import io.github.anomalyexporter.core.model.TrainingRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a row of the stack has learned of a history before its autoencoder is trained: the forecast,
 * and those that earlier parts of the history alone would have given.
 *
 * @param earlier forecasts fitted to the rows before each of {@code starts}; none for a fleet
 * @param starts rows of the only segment, ascending
 */
record LearnedHistory(
    InstanceHistory history,
    FittedScaler scaler,
    Forecast forecast,
    List<Forecast> earlier,
    List<Integer> starts) {
  /** A history of a week has most of a day in each. */
  private static final int PARTS = 8;

  /** Before that there is too little to forecast from. */
  private static final int FIRST_UNSEEN_PART = PARTS / 2;

  /** Less some rows to look back on. */
  private static final Duration WHOLE_DAY = Duration.ofHours(23);

  /** Of the rows that the autoencoder trains on; the others tell when it has learned enough. */
  private static final double TRAINING_SHARE = 0.8;

  LearnedHistory {
    earlier = List.copyOf(earlier);
    starts = List.copyOf(starts);
  }

  /**
   * Fits the forecast of a history.
   *
   * @param scaler fitted to it, or to the fleet that it is a part of
   * @param without what the forecast does without
   */
  static LearnedHistory of(InstanceHistory history, FittedScaler scaler, Set<Part> without) {
    ForecastFit fit = new ForecastFit(scaler.inputs(), history.length(), without);
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
   * Where the usual level is a mean, that of half a day is off by whatever a day does, and says
   * nothing of how far off the mean of a whole one will be: once there is such a day, its mean it
   * is. Of less than a day nobody knows what the rest of it will be like, and the mean of a part is
   * as far off as the whole will be.
   */
  private static Forecast earlier(ForecastFit.Coefficients part, Forecast whole, Duration history) {
    return whole.isCycled() || history.compareTo(WHOLE_DAY) < 0
        ? part.forecast(whole.innovationScale())
        : part.forecastWithSeasonalityOf(whole);
  }

  /** The innovations that the autoencoder is trained on. */
  TrainingRows trainingRows() {
    int inputs = scaler.inputs();
    List<int[]> thinned = history.thinned();
    int rows = thinned.stream().mapToInt(it -> it.length).sum();
    float[] clipped = new float[rows * inputs];
    int position = 0;
    for (int i = 0; i < thinned.size(); i++) {
      Segment segment = history.segments().get(i);
      float[] scaled = segment.scaled(scaler);
      TimedRows filled = segment.filled(scaled, forecast);
      for (int row : thinned.get(i)) {
        new Innovations(forecast, scaled, filled, row, row + 1).writeClipped(clipped, position);
        position += inputs;
      }
    }
    return new TrainingRows(clipped, inputs, rows, (int) (TRAINING_SHARE * rows));
  }

  /** The rows that it has learned. */
  List<MeasuredRows> rows(int stackRow) {
    return history.segments().stream()
        .map(
            segment ->
                new MeasuredRows(
                    segment, scaler, List.of(forecast), List.of(Forecast.LAGS), stackRow))
        .toList();
  }

  /**
   * The rows that were forecast before they were fitted to; of a fleet, which has nothing but its
   * hosts to be held out, all.
   */
  List<MeasuredRows> unseen(int stackRow) {
    return earlier.isEmpty()
        ? rows(stackRow)
        : List.of(new MeasuredRows(history.segments().get(0), scaler, earlier, starts, stackRow));
  }
}
