package io.github.anomalyexporter.testing.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWriterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TextWriter out = new TextWriter(bytes);

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 2, 0.00",
    "0.05, 2, 0.05",
    "7, 0, 7",
    "12.345, 2, 12.35",
    "-1.5, 1, -1.5",
    "-0.05, 2, -0.05",
    "1e12, 6, 1000000000000.000000",
    "9.999, 2, 10.00",
    "0.4, 0, 0"
  })
  void numbers_have_a_fixed_number_of_decimals(double value, int decimals, String expected)
      throws IOException {
    out.write(value, decimals);
    out.flush();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
  }

  @Test
  void nothing_is_lost_when_the_buffer_is_full() throws IOException {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      out.write("series{} ");
      out.write(i, 1);
      expected.append("series{} ").append(i).append(".0");
    }
    String longest = "x".repeat(200_000);
    out.write(longest);
    out.flush();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(expected + longest);
  }
}
