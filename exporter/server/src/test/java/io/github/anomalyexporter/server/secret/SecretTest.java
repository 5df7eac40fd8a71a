package io.github.anomalyexporter.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
  @TempDir private Path folder;

  @Test
  void a_literal_is_kept_as_it_is() {
    assertThat(Secret.of(" a\n").reveal()).isEqualTo(" a\n");
    assertThat(Secret.of("a").file()).isEmpty();
  }

  @Test
  void a_file_is_read_each_time_without_its_last_newlines() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), " first \r\n\n");
    Secret secret = Secret.ofFile(file);
    assertThat(secret.reveal()).isEqualTo(" first ");

    Files.writeString(file, "second");
    assertThat(secret.reveal()).isEqualTo("second");
    assertThat(secret.file()).hasValue(file);
  }

  @Test
  void a_file_that_cannot_be_read_is_named() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Secret.ofFile(missing).reveal())
        .withMessage("cannot read the secret file " + missing + ": no such file");

    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Secret.ofFile(empty).reveal())
        .withMessage("the secret file " + empty + " is empty");

    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Secret.ofFile(binary).reveal())
        .withMessage("cannot read the secret file " + binary + ": it is not UTF-8 text");
  }

  @Test
  void it_is_not_printed() {
    assertThat(Secret.of("t0ken")).hasToString("<secret>");
    assertThat(Secret.ofFile(folder)).hasToString("<secret>");
  }

  @Test
  void secrets_are_equal_by_what_was_configured() {
    assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
    assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    assertThat(Secret.ofFile(Path.of("a"))).isNotEqualTo(Secret.of("a"));
  }
}
