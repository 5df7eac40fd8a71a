package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.score.Residuals;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * A stretch that a row of the stack is measured on, since it was not fitted to its validation and
 * calibration parts.
 *
 * @param stretch scaled
 */
record UnseenRows(Stretch stretch, Forecast forecast, Autoencoder autoencoder, int stackRow) {

  /** Of all rows from the first of a part to its last. */
  Residuals residuals(HistoryPart part) {
    int[] targets = stretch.targets(part);
    return targets.length == 0
        ? residuals(Forecast.LAGS, Forecast.LAGS)
        : residuals(targets[0], targets[targets.length - 1] + 1);
  }

  private Residuals residuals(int from, int to) {
    Innovations innovations =
        new Innovations(forecast, stretch.values(), stretch.filled(), from, to);
    float[] seen = new float[innovations.size()];
    innovations.see(seen, 0);
    return innovations.less(autoencoder.reconstruct(seen, new int[] {stackRow}), 0);
  }

  /** The errors of a part's rows, as scoring would have found them. */
  DoubleStream errors(ReconstructionError error, HistoryPart part) {
    int[] targets = stretch.targets(part);
    if (targets.length == 0) {
      return DoubleStream.empty();
    }
    int from = Math.max(Forecast.LAGS, targets[0] - ReconstructionError.WINDOW + 1);
    double[] errors = error.errors(residuals(from, targets[targets.length - 1] + 1));
    return Arrays.stream(targets).mapToDouble(row -> errors[row - from]);
  }
}
