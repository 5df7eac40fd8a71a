package io.github.anomalyexporter.testing.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitFormatTest {
  @ParameterizedTest
  @CsvSource({
    "0.974, ratio, 97%",
    "0, bytes/s, 0.0 B/s",
    "1234567, bytes/s, 1.2 MB/s",
    "-2500, bytes, -2.5 kB",
    "3.44, processes, 3.4 processes",
    "0.0123, seconds, 12.3 ms",
    "2.5, seconds, 2.5 seconds",
    "12345, switches/s, 12k switches/s",
    "7e18, bytes, 7000000 TB",
    "0.5, '', 0.5",
    "NaN, ratio, unknown",
  })
  void a_value_is_short_and_has_its_unit(double value, String unit, String text) {
    assertThat(UnitFormat.format(value, unit)).isEqualTo(text);
  }
}
