package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "job=\"node\"",
        "job=\"node\", cluster!=\"a\",zone=~'b|c'",
        "path!~`a\\d`",
        "\"my.label\"=\"x\", 'host.name' != 'y', `größe`=~\"z\"",
        "quote=\"a\\\"b,}\""
      })
  void matchers_stay_as_they_are(String matchers) {
    assertThat(Selector.matchers(matchers)).contains(matchers);
  }

  @Test
  void braces_and_a_last_comma_are_taken_off() {
    assertThat(Selector.matchers(" { job=\"node\" , } ")).contains("job=\"node\"");
    assertThat(Selector.matchers("{}")).contains("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "job=node",
        "job",
        "job=\"node",
        "up{job=\"node\"}",
        "job=\"a\" job=\"b\"",
        ",",
        "{",
        "a-b=\"c\"",
        "\"a-b\"",
        "job==\"a\""
      })
  void anything_else_is_none(String text) {
    assertThat(Selector.matchers(text)).isEmpty();
  }

  @Test
  void a_very_long_one_does_not_exhaust_the_stack() {
    assertThat(Selector.matchers("job=~\"" + "a\\\\b|".repeat(50_000) + "\"")).isPresent();
  }
}
