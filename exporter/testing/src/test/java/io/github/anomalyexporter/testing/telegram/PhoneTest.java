package io.github.anomalyexporter.testing.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PhoneTest {
  private static final String TEXT =
      "🔴 <b>web-1</b>\n5 &lt; 7\u001b[31m <a href=\"http://a/?b\">graph</a>\n";

  @Test
  void a_message_is_printed_with_time_and_chat() throws Exception {
    assertThat(print(false))
        .isEqualTo(
            """
            ┌─ Telegram 14:03:21, chat 42
            │ 🔴 web-1
            │ 5 < 7 [31m graph
            └─
            """);
  }

  @Test
  void a_terminal_shows_bold_type_and_links() throws Exception {
    assertThat(print(true))
        .contains("🔴 \u001b[1mweb-1\u001b[22m\n")
        .contains("5 < 7 [31m \u001b]8;;http://a/?b\u001b\\graph\u001b]8;;\u001b\\\n");
  }

  private static String print(boolean terminal) throws BadRequestException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Phone(new PrintStream(out, true, UTF_8), terminal, ZoneOffset.UTC)
        .accept(
            TelegramMessage.of(
                1, new SendMessage("42", "HTML", TEXT), Instant.parse("2026-03-05T14:03:21Z")));
    return out.toString(UTF_8);
  }
}
