package io.github.anomalyexporter.testing.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatJsonTest {
  @Test
  void strings_numbers_and_booleans_are_read() throws Exception {
    assertThat(FlatJson.parse(" {\"a\": \"b\", \"c\":-1.5e3,\"d\":true , \"e\":null} "))
        .containsExactly(
            entry("a", "b"), entry("c", "-1.5e3"), entry("d", "true"), entry("e", "null"));
    assertThat(FlatJson.parse("{}")).isEmpty();
  }

  @Test
  void escapes_are_resolved() throws Exception {
    assertThat(FlatJson.parse("{\"a\":\"\\u003cb\\u003e \\\"\\\\\\/\\n\\t\\ud83d\\ude00$1\"}"))
        .containsEntry("a", "<b> \"\\/\n\t😀$1");
  }

  @Test
  void a_long_string_is_no_problem() throws Exception {
    String text = "x\\n".repeat(100_000);
    assertThat(FlatJson.parse("{\"a\":\"" + text + "\"}").get("a")).hasSize(200_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":{}}",
        "{\"a\":\"\\x\"}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{\"a\":\"line\nbreak\"}"
      })
  void everything_else_is_refused(String text) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> FlatJson.parse(text))
        .withMessage("Bad Request: can't parse request JSON object");
  }
}
