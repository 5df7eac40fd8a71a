package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.Stretch;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TimedRows;
import io.github.anomalyexporter.core.score.Coverage;
import io.github.anomalyexporter.core.score.ErrorTimeline;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.score.Residuals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Rows that a row of the stack is measured on, by forecasts that were not fitted to them.
 *
 * @param forecasts in order of time
 * @param starts for each of them the first row that it forecasts, up to that of the next one
 */
record MeasuredRows(
    Stretch stretch,
    FittedScaler scaler,
    List<Forecast> forecasts,
    List<Integer> starts,
    int stackRow) {

  /** Of all rows from the first start on. */
  Residuals residuals(Autoencoder autoencoder) {
    float[] scaled = stretch.scaled(scaler);
    List<Residuals> parts = new ArrayList<>();
    for (int part = 0; part < starts.size(); part++) {
      Forecast forecast = forecasts.get(part);
      TimedRows filled = stretch.filled(scaled, forecast);
      int to = part + 1 < starts.size() ? starts.get(part + 1) : filled.rows();
      Innovations innovations = new Innovations(forecast, scaled, filled, starts.get(part), to);
      float[] seen = new float[innovations.size()];
      innovations.see(seen, 0);
      parts.add(innovations.less(autoencoder.reconstruct(seen, new int[] {stackRow}), 0));
    }
    return Residuals.join(parts);
  }

  /**
   * Adds the errors of the rows to learn from, as scoring would have found them: without those that
   * it would have found too little for.
   *
   * @param residuals of these rows
   * @param expected the inputs that coverage is counted over
   * @param minCoverage below which a row is not scored
   */
  void addErrors(
      ErrorTimeline.Builder timeline,
      ReconstructionError error,
      Residuals residuals,
      IntPredicate expected,
      double minCoverage) {
    double[] errors = error.errors(residuals);
    double[] coverages = Coverage.of(residuals, expected);
    int first = starts.get(0);
    for (int row : stretch.targets()) {
      if (row >= first && coverages[row - first] >= minCoverage) {
        timeline.add(stretch.instance(), stretch.place(row), errors[row - first]);
      }
    }
  }
}
