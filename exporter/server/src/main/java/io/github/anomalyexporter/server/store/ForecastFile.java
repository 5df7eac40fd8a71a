package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.model.Forecast;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The forecasts of all rows of the stack in one binary file: for each row the three arrays of its
 * coefficients, each as its length and its numbers (big-endian ints and floats). As text they would
 * be the largest part of a model.
 */
final class ForecastFile {
  private ForecastFile() {}

  static void write(Path file, List<Forecast> forecasts) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (Forecast forecast : forecasts) {
        FloatArrays.write(forecast.autoregression(), out);
        FloatArrays.write(forecast.seasonality(), out);
        FloatArrays.write(forecast.innovationScale(), out);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ModelStoreException where it does not hold so many forecasts of so many inputs
   */
  static List<Forecast> read(Path file, int rows, int inputs) throws IOException {
    List<Forecast> forecasts = new ArrayList<>();
    long numbers = Files.size(file) / Float.BYTES;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int row = 0; row < rows; row++) {
        forecasts.add(
            new Forecast(
                inputs,
                FloatArrays.read(in, numbers),
                FloatArrays.read(in, numbers),
                FloatArrays.read(in, numbers)));
      }
      if (in.read() >= 0) {
        throw new ModelStoreException(file, "is damaged: more than " + rows + " forecasts");
      }
      return forecasts;
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelStoreException(file, "is damaged: " + FailureReason.of(e), e);
    }
  }
}
