package io.github.anomalyexporter.testing.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendMessageTest {
  @Test
  void a_chat_is_a_number_or_a_text_and_other_members_are_ignored() throws Exception {
    SendMessage expected = new SendMessage("-42", "HTML", "hello");
    assertThat(
            SendMessage.parse(
                " {\"chat_id\": \"-42\", \"parse_mode\":\"HTML\",\"text\":\"hello\" , \"disable_notification\":true} "))
        .isEqualTo(expected);
    assertThat(
            SendMessage.parse(
                "{\"text\":\"hello\",\"chat_id\":-42,\"parse_mode\":\"HTML\",\"reply_markup\":{}}"))
        .isEqualTo(expected);
  }

  @Test
  void a_missing_member_is_empty() throws Exception {
    assertThat(SendMessage.parse("{}")).isEqualTo(new SendMessage("", "", ""));
    assertThat(SendMessage.parse("{\"text\":null}").text()).isEmpty();
  }

  @Test
  void escapes_are_resolved() throws Exception {
    assertThat(
            SendMessage.parse("{\"text\":\"\\u003cb\\u003e \\\"\\\\\\/\\n\\t\\ud83d\\ude00$1\"}")
                .text())
        .isEqualTo("<b> \"\\/\n\t😀$1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{} {}",
        "{\"text\"}",
        "{\"text\":}",
        "{\"text\":{}}",
        "{\"text\":\"\\x\"}",
        "{\"text\":1,}",
        "{\"text\":1 \"chat_id\":2}",
        "{text:1}",
        "{\"text\":\"line\nbreak\"}"
      })
  void everything_else_is_refused(String text) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> SendMessage.parse(text))
        .withMessage("Bad Request: can't parse request JSON object");
  }
}
