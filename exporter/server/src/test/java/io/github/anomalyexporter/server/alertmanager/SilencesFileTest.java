package io.github.anomalyexporter.server.alertmanager;

import static io.github.anomalyexporter.server.alertmanager.TestSilences.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.alertmanager.KnownSilences.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SilencesFileTest {
  @TempDir Path storage;

  private Path file() {
    return storage.resolve("silences.json");
  }

  @Test
  void without_a_file_nothing_is_known() {
    assertThat(new SilencesFile(storage).read()).isEqualTo(KnownSilences.NONE);
    assertThat(storage).isEmptyDirectory();
  }

  @Test
  void what_was_written_is_read_again() throws IOException {
    Span span = new Span(NOW.minus(Duration.ofDays(5)), NOW.plusNanos(123_456_789));
    KnownSilences known =
        new KnownSilences(
            List.of(
                TestSilences.active("a", "instance=~web-.*\"\\\n\uD83D\uDE80", "job!=node"),
                TestSilences.active("b", "alertname!~Disk.*")),
            span);

    new SilencesFile(storage).write(known.silences(), span);

    assertThat(new SilencesFile(storage).read()).isEqualTo(known);
    assertThat(storage).isDirectoryNotContaining("glob:**.tmp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "null",
        "\u0000\u0001",
        "{\"knownFrom\":\"yesterday\",\"knownUntil\":\"2026-03-02T12:00:00Z\",\"silences\":[]}",
        "{\"knownFrom\":null,\"knownUntil\":\"2026-03-02T12:00:00Z\",\"silences\":[]}",
        "{\"knownFrom\":\"2026-03-02T12:00:00Z\",\"knownUntil\":\"2026-03-02T12:00:00Z\",\"silences\":[{}]}",
        "{\"knownFrom\":\"2026-03-02T12:00:00Z\",\"knownUntil\":\"2026-03-02T12:00:00Z\",\"silences\":[]} {}",
      })
  void a_damaged_file_is_set_aside(String content) throws IOException {
    Files.writeString(file(), content);

    assertThat(new SilencesFile(storage).read()).isEqualTo(KnownSilences.NONE);

    assertThat(file()).doesNotExist();
    assertThat(storage.resolve("silences.json.damaged")).hasContent(content);
  }

  @Test
  void an_endless_file_is_set_aside() throws IOException {
    Files.writeString(file(), "{\"junk\": [" + "0,".repeat(9 << 20) + "0]}");

    assertThat(new SilencesFile(storage).read()).isEqualTo(KnownSilences.NONE);
    assertThat(file()).doesNotExist();
  }

  @Test
  void as_many_silences_as_are_known_can_be_written_and_read() throws IOException {
    List<Silence> many =
        IntStream.range(0, KnownSilences.MOST)
            .mapToObj(i -> TestSilences.active("silence-" + i, "instance=~" + "x".repeat(300)))
            .toList();
    Span span = new Span(NOW, NOW);

    new SilencesFile(storage).write(many, span);

    assertThat(new SilencesFile(storage).read().silences()).isEqualTo(many);
  }
}
