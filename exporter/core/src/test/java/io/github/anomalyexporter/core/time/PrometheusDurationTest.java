package io.github.anomalyexporter.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusDurationTest {
  @ParameterizedTest
  @CsvSource({
    "15s, PT15S",
    "1h30m, PT1H30M",
    "7d, P7D",
    "1w, P7D",
    "1y, P365D",
    "2d3h4m5s6ms, P2DT3H4M5.006S",
    "90s, PT90S",
    "0, PT0S",
    "0s, PT0S"
  })
  void is_read_as_prometheus_reads_it(String text, Duration duration) {
    assertThat(PrometheusDuration.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "15", "15 s", "1m1h", "-5m", "1.5h", "5M", "s", "9999999999s"})
  void anything_else_is_none(String text) {
    assertThat(PrometheusDuration.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT15S, 15s", "PT90M, 1h30m", "P7D, 7d", "PT0S, 0s", "PT36H0.25S, 1d12h250ms"})
  void is_written_so_that_prometheus_can_read_it(Duration duration, String text) {
    assertThat(PrometheusDuration.format(duration)).isEqualTo(text);
  }

  @Test
  void writing_and_reading_give_the_same() {
    for (long millis = 1; millis < 1_000_000_000_000L; millis = millis * 7 + 3) {
      Duration duration = Duration.ofMillis(millis);
      assertThat(PrometheusDuration.parse(PrometheusDuration.format(duration))).contains(duration);
    }
  }
}
