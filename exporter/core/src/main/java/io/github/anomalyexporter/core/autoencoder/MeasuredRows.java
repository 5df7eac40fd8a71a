package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.score.Coverage;
import io.github.anomalyexporter.core.score.ErrorTimeline;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.score.Residuals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Rows on which a row of the stack is measured.
 *
 * @param forecasts in order of time
 * @param starts for each forecast the first row that it predicts; its last one is before the start
 *     of the next forecast
 */
record MeasuredRows(
    Segment segment,
    FittedScaler scaler,
    List<Forecast> forecasts,
    List<Integer> starts,
    int stackRow) {

  /** Computes the residuals of all rows from the first start on. */
  Residuals residuals(Autoencoder autoencoder) {
    float[] scaled = segment.scaled(scaler);
    List<Residuals> parts = new ArrayList<>();
    for (int part = 0; part < starts.size(); part++) {
      Forecast forecast = forecasts.get(part);
      int to = part + 1 < starts.size() ? starts.get(part + 1) : scaled.length / scaler.inputs();
      Innovations innovations =
          new Innovations(forecast, scaler.known(), segment, scaled, starts.get(part), to);
      parts.add(
          innovations.residuals(
              autoencoder.reconstruct(innovations.clipped(), new int[] {stackRow})));
    }
    return Residuals.join(parts);
  }

  /**
   * Adds the errors of the rows to learn from, except those with too little coverage to be scored.
   *
   * @param residuals of these rows
   * @param expected the inputs that coverage is counted over
   * @param minCoverage coverage below which a row is not scored
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
    for (int row : segment.targets()) {
      if (row >= first && coverages[row - first] >= minCoverage) {
        timeline.add(segment.instance(), segment.place(row), errors[row - first]);
      }
    }
  }
}
