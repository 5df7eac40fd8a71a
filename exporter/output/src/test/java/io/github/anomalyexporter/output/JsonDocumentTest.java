package io.github.anomalyexporter.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonDocumentTest {
  record Sample(String hostName, double value, Instant at, Duration step, List<Number> others) {}

  @Test
  void names_times_and_unknown_numbers_have_one_format() {
    Sample sample =
        new Sample(
            "é", Double.NaN, Instant.EPOCH, Duration.ofSeconds(90), List.of(1L, 1.0, Double.NaN));

    assertThat(new String(JsonDocument.bytes(sample), UTF_8))
        .isEqualTo(
            "{\"host_name\":\"é\",\"value\":null,\"at\":\"1970-01-01T00:00:00Z\",\"step\":\"PT1M30S\",\"others\":[1,1.0,null]}");
    assertThat(JsonDocument.indented(List.of(Double.POSITIVE_INFINITY, 0.5)))
        .isEqualTo("[ null, 0.5 ]");
  }

  @Test
  void an_object_without_members_is_an_error_of_the_program() {
    assertThatThrownBy(() -> JsonDocument.bytes(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }
}
