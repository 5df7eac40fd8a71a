package io.github.anomalyexporter.testing.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhoneLogTest {
  private static final List<String> PRINTED =
      List.of("┌─ Telegram 14:03:21, chat 42", "│ web-1", "│ └─", "│ ┌─ x", "└─");

  @TempDir private Path directory;

  @Test
  void what_a_phone_prints_is_read_back() throws Exception {
    Path file = directory.resolve("phone.log");
    try (PrintStream out = new PrintStream(Files.newOutputStream(file), true, UTF_8)) {
      out.println("receiving messages");
      Phone phone = new Phone(out, false, ZoneOffset.UTC);
      phone.accept(message("web-1\n└─\n┌─ x"));
      phone.accept(message("web-2"));
    }

    assertThat(PhoneLog.of(file).messages())
        .containsExactly(PRINTED, List.of("┌─ Telegram 14:03:21, chat 42", "│ web-2", "└─"));
  }

  @Test
  void a_message_that_is_half_written_is_not_there_yet() throws IOException {
    Path file = directory.resolve("phone.log");
    Files.writeString(file, String.join("\n", PRINTED) + "\n┌─ Telegram 14:03:22, chat 42\n│ w");

    assertThat(PhoneLog.of(file).messages()).containsExactly(PRINTED);
  }

  @Test
  void without_a_file_there_are_no_messages() throws IOException {
    assertThat(PhoneLog.of(directory.resolve("missing")).messages()).isEmpty();
    assertThat(PhoneLog.none().messages()).isEmpty();
  }

  private static TelegramMessage message(String text) throws BadRequestException {
    return TelegramMessage.of(
        1, new SendMessage("42", "", text), Instant.parse("2026-03-05T14:03:21Z"));
  }
}
