package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.ForecastStream;
import io.github.anomalyexporter.core.model.TimeOfDay;
import io.github.anomalyexporter.core.score.ErrorStream;
import java.util.Arrays;

/**
 * What the next row of one instance needs of the rows before: the rows that engineered features and
 * the forecast look back on, and the squares and energies that the error is smoothed over. All rows
 * before the first one count as missing. For one thread.
 */
final class InstanceStream {
  /** Before any row, far enough from the end of the type to subtract from it. */
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final AutoencoderRow model;
  private final int stackRow;
  private final FeatureSet features;
  private final float[] admitted;
  private final ForecastStream forecast;
  private final ErrorStream error;
  private long lastMillis = NEVER;

  /**
   * @param stackRow row of the model in the stack
   */
  InstanceStream(AutoencoderStack trained, int stackRow) {
    this.model = trained.rows().get(stackRow);
    this.stackRow = stackRow;
    this.features = trained.features();
    this.admitted = new float[(features.lagRows() + 1) * features.features().size()];
    this.forecast = new ForecastStream(model.forecast(), model.scaler().known(), features.step());
    this.error = model.error().stream();
    Arrays.fill(admitted, Float.NaN);
  }

  AutoencoderRow model() {
    return model;
  }

  int stackRow() {
    return stackRow;
  }

  /** Errors up to the last row that {@link #measure} has taken. */
  ErrorStream error() {
    return error;
  }

  /** Time of the last row, in milliseconds since the epoch. */
  long lastMillis() {
    return lastMillis;
  }

  /**
   * Engineers, scales and forecasts the next row.
   *
   * @param cells the queried features of the row, NaN where missing
   * @param rows receives the row at {@code at}
   */
  void forecast(float[] cells, TimeOfDay time, StreamedRows rows, int at) {
    int width = cells.length;
    System.arraycopy(admitted, width, admitted, 0, admitted.length - width);
    for (int feature = 0; feature < width; feature++) {
      admitted[admitted.length - width + feature] = features.admit(feature, cells[feature]);
    }
    int offset = at * rows.inputs();
    features.engineerRow(admitted, rows.raw(), offset);
    FittedScaler scaler = model.scaler();
    for (int input = 0; input < rows.inputs(); input++) {
      rows.scaled()[offset + input] = scaler.scale(input, rows.raw()[offset + input]);
    }
    forecast.next(rows.scaled(), offset, time, rows.innovations(), rows.deviations());
    lastMillis = time.millis();
  }

  /**
   * Takes the row at {@code at} for the error, after its reconstruction. Rows have to be taken in
   * the order of their forecasts.
   *
   * @param expected for each input, whether it counts in the coverage
   */
  void measure(StreamedRows rows, int at, boolean[] expected) {
    error.next(
        rows.innovations(),
        rows.residuals(),
        rows.deviations(),
        at * rows.inputs(),
        expected,
        rows.squares());
  }
}
