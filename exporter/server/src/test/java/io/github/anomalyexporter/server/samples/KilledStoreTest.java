package io.github.anomalyexporter.server.samples;

import static io.github.anomalyexporter.server.samples.SampleFixture.FEATURES;
import static io.github.anomalyexporter.server.samples.SampleFixture.LIMITS;
import static io.github.anomalyexporter.server.samples.SampleFixture.STEP;
import static io.github.anomalyexporter.server.samples.SampleFixture.host;
import static io.github.anomalyexporter.server.samples.SampleFixture.minute;
import static io.github.anomalyexporter.server.samples.SampleFixture.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.TimeRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With processes that are killed by SIGKILL while they append, seal and compact. */
class KilledStoreTest {
  private static final int KILLS = 3;

  /** After so many acknowledgements; different for each process, and before and after a sealing. */
  private static final int ACKNOWLEDGED = 150;

  @TempDir Path directory;

  /** Appends minutes from a first one on, two hosts each, and prints each that is durable. */
  static final class Appender {
    private Appender() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
      try (SampleStore store =
          SampleStore.open(Path.of(args[0]), FEATURES, LIMITS, () -> minute(100_000))) {
        for (int minute = Integer.parseInt(args[1]); ; minute++) {
          store.append(List.of(sample(0, minute), sample(1, minute)));
          System.out.println(minute);
        }
      }
    }
  }

  private Path file() {
    return directory.resolve("samples.mv");
  }

  private Process appender(int first) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Appender.class.getName(),
            file().toString(),
            Integer.toString(first))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Returns the last minute that the process acknowledged before it was killed. */
  private int killed(int first, int after) throws IOException, InterruptedException {
    Process process = appender(first);
    int last = -1;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Integer.parseInt(line);
        if (last == first + after) {
          // The handle leaves the output open: what was acknowledged before the kill counts.
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    return last;
  }

  @Test
  void what_was_acknowledged_survives_a_kill() throws IOException, InterruptedException {
    int last = -1;
    for (int kill = 0; kill < KILLS; kill++) {
      last = killed(last + 1, ACKNOWLEDGED + 17 * kill);
      assertThat(last).isGreaterThan(kill * ACKNOWLEDGED);
      try (SampleStore store = SampleStore.open(file(), FEATURES, LIMITS, () -> minute(100_000))) {
        TimeRange range = TimeRange.endingAt(minute(last), STEP, last + 1);
        for (int host = 0; host < 2; host++) {
          float[] cells = store.frame(List.of(host(host)), range).cells(0);
          for (int minute = 0; minute <= last; minute++) {
            assertThat(cells[minute * 3]).isEqualTo(minute);
          }
        }
      }
    }
    assertThat(directory).isDirectoryNotContaining("glob:**.damaged-*");
  }
}
