package io.github.anomalyexporter.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-02T10:00:00Z, 2026-03-02T10:00:00Z",
    "2026-03-02T12:00:00.5+02:00, 2026-03-02T10:00:00.5Z",
    "1772445600, 2026-03-02T10:00:00Z",
    "1772445600.25, 2026-03-02T10:00:00.250Z",
    "0, 1970-01-01T00:00:00Z",
  })
  void rfc_3339_and_unix_seconds_are_times(String text, String time) {
    assertThat(PrometheusTime.parse(text)).hasValue(Instant.parse(time));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "2026-03-02", "2026-03-02T10:00:00", "-1", "1e9", "7d"})
  void anything_else_is_none(String text) {
    assertThat(PrometheusTime.parse(text)).isEmpty();
  }
}
