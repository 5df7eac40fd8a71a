package io.github.anomalyexporter.server.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.model.Forecast;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastFileTest {
  private static final int INPUTS = 2;
  private static final List<Forecast> FORECASTS = List.of(forecast(0, 1), forecast(4, 100));

  /** Of an array's length, and of each of its numbers. */
  private static final int WORD = 4;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("forecasts");
    ForecastFile.write(file, FORECASTS);
  }

  /** Every coefficient is another number. */
  private static Forecast forecast(int harmonics, float first) {
    int terms = 1 + 2 * harmonics;
    return new Forecast(
        INPUTS,
        counting(first, (Forecast.LAGS * INPUTS + terms) * INPUTS),
        counting(-first, terms * INPUTS),
        counting(0.5f + first, INPUTS));
  }

  private static float[] counting(float first, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = first + i / 3f;
    }
    return values;
  }

  private void assertRefused(int rows, int inputs, String reason) {
    assertThatThrownBy(() -> ForecastFile.read(file, rows, inputs))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": is damaged: ")
        .hasMessageContaining(reason);
  }

  @Test
  void what_was_written_is_read_bit_for_bit() throws IOException {
    List<Forecast> read = ForecastFile.read(file, 2, INPUTS);

    assertThat(read).hasSize(2);
    for (int row = 0; row < 2; row++) {
      assertThat(read.get(row).inputs()).isEqualTo(INPUTS);
      assertThat(read.get(row).autoregression()).isEqualTo(FORECASTS.get(row).autoregression());
      assertThat(read.get(row).seasonality()).isEqualTo(FORECASTS.get(row).seasonality());
      assertThat(read.get(row).innovationScale()).isEqualTo(FORECASTS.get(row).innovationScale());
    }
  }

  @Test
  void it_is_no_larger_than_its_numbers_and_their_counts() throws IOException {
    int numbers =
        FORECASTS.stream()
            .mapToInt(
                it ->
                    it.autoregression().length
                        + it.seasonality().length
                        + it.innovationScale().length)
            .sum();

    assertThat(Files.size(file)).isEqualTo((numbers + 2L * 3) * WORD);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.3, 0.5, 0.9, 0.999})
  void a_truncated_file_is_refused(double kept) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * kept)));

    assertRefused(2, INPUTS, "");
  }

  @Test
  void more_than_the_model_has_rows_is_refused() {
    assertRefused(1, INPUTS, "more than 1 forecasts");
    assertRefused(3, INPUTS, "EOFException");
  }

  @Test
  void a_forecast_of_other_inputs_is_refused() {
    assertRefused(2, INPUTS + 1, "for 3 inputs");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1_000_000})
  void a_count_that_cannot_be_is_refused_without_taking_memory_for_it(int count)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(0, count);
    Files.write(file, bytes);

    assertRefused(2, INPUTS, "an array of " + count + " numbers");
  }

  @Test
  void text_is_refused() throws IOException {
    Files.writeString(file, "not a forecast");

    assertRefused(2, INPUTS, "numbers");
  }
}
