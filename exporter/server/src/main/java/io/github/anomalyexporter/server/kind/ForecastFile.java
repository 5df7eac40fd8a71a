package io.github.anomalyexporter.server.kind;

import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.server.failure.FailureReason;
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
 * Forecasts of all rows of the stack in one binary file: for each row three arrays of coefficients,
 * each as length and numbers (big-endian ints and floats). Binary because as text they would be the
 * largest part of a model.
 */
public final class ForecastFile {
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
   * Reads a file written by {@link #write}.
   *
   * @throws IOException if it does not contain {@code rows} forecasts of {@code inputs} inputs
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
        throw new IOException("more than " + rows + " forecasts");
      }
      return forecasts;
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + ": is damaged: " + FailureReason.of(e), e);
    }
  }
}
